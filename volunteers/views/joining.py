"""Registering, step by step, by somebody who is not signed in. Each step is a page; nothing needs a script.

A session names the registration on its way. A step that comes too early leads back to the first that is missing, one
that comes again after the end leads to the end.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from core.views import add_to_form
from volunteers.forms.joining import CodeForm, ConsentForm, GuardianForm, MobileForm, PersonForm
from volunteers.queries.consents import newest_texts
from volunteers.queries.counties import homes
from volunteers.queries.joining import joining_of
from volunteers.services import joining as services
from volunteers.services.consents import purposes_for
from volunteers.services.proofs import is_proven, prove_mobile, shown_code
from volunteers.views.signing_in import sign_in

SESSION_KEY = "joining"
OWN = {"step": 2, "back": "volunteers:join_mobile", "again": "volunteers:join_again"}
GUARDIANS = {"step": 4, "back": "volunteers:join_guardian", "again": "volunteers:join_guardian_again"}


CODE, DETAILS = {"join_code", "join_again"}, {"join_details"}
GUARDIAN_CODE = {"join_guardian_code", "join_guardian_again"}
GUARDIAN = {"join_guardian", *GUARDIAN_CODE}
END = {"join_done"}
# What has to be there before which steps, and the step that brings it.
NEEDED = (
    ("join_mobile", lambda joining: joining.proof is not None, CODE),
    ("join_mobile", lambda joining: is_proven(joining.proof), DETAILS | GUARDIAN | END),
    ("join_details", lambda joining: joining.draft is not None, GUARDIAN | END),
    ("join_guardian", lambda joining: joining.guardian_proof is not None, GUARDIAN_CODE),
    ("join_details", lambda joining: False, END),
)


def missing_step(joining, asked):
    """The route of the first step that has to come before ``asked``, or None."""
    if joining is None:
        return "join"
    if joining.proof and joining.proof.volunteer_id:
        return None if asked in END else "join_done"
    return next((step for step, is_there, steps in NEEDED if asked in steps and not is_there(joining)), None)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Step(FormView):
    """A page of a registration on its way; a broken rule returns to the form with what was typed."""

    def dispatch(self, request, *args, **kwargs):
        self.joining = joining_of(request.session.get(SESSION_KEY))
        missing = missing_step(self.joining, request.resolver_match.url_name)
        return redirect(f"volunteers:{missing}") if missing else super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return self.perform(form)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Consents(FormView):
    """What is kept and why, and a tick for each purpose. ``?county=500153`` suggests a home, from a poster's code."""

    template_name = "volunteers/join.html"
    form_class = ConsentForm

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        texts = newest_texts()
        rows = [(texts[field.name].text if field.name in texts else "", field) for field in context["form"]]
        return context | {"rows": rows, "county": self.request.GET.get("county", "")[:6], "step": 1}

    def form_valid(self, form):
        joining = joining_of(self.request.session.get(SESSION_KEY))
        if joining is not None and not (joining.proof and joining.proof.volunteer_id):
            services.change_purposes(joining=joining, purposes=form.purposes)
            return redirect("volunteers:join_mobile" if not is_proven(joining.proof) else "volunteers:join_details")
        county = self.request.POST.get("county", "")[:6]
        joining = services.start_joining(purposes=form.purposes, county=county if county.isdecimal() else "")
        self.request.session[SESSION_KEY] = str(joining.pk)
        return redirect("volunteers:join_mobile")


class OwnMobile(Step):
    template_name = "volunteers/join_mobile.html"
    form_class = MobileForm
    extra_context = {"step": 2}

    def perform(self, form):
        services.send_code(joining=self.joining, mobile=form.cleaned_data["mobile"])
        return redirect("volunteers:join_code")


class OwnCode(Step):
    template_name = "volunteers/join_code.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | OWN | {"shown_code": shown_code(self.joining.proof)}

    def perform(self, form):
        prove_mobile(proof=self.joining.proof, code=form.cleaned_data["code"])
        return redirect("volunteers:join_details")


class Details(Step):
    template_name = "volunteers/join_details.html"
    form_class = PersonForm
    extra_context = {"step": 3}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"homes": homes(self.joining.county)}

    def get_initial(self):
        return {"home": self.joining.county} | services.read_draft(self.joining)

    def perform(self, form):
        draft = services.keep_draft(joining=self.joining, **form.cleaned_data)
        if services.person_of(draft).is_minor:
            return redirect("volunteers:join_guardian")
        return finish(self.request, self.joining)


class Guardian(Step):
    """Who is under 18: the guardian reads, and agrees or does not."""

    template_name = "volunteers/join_guardian.html"
    form_class = GuardianForm

    def get(self, request, *args, **kwargs):
        person = services.drafted_minor(self.joining)
        return super().get(request, *args, **kwargs) if person else redirect("volunteers:join_details")

    def get_initial(self):
        return services.read_draft(self.joining)

    def get_context_data(self, **kwargs):
        person, texts = services.drafted_minor(self.joining), newest_texts()
        purposes = purposes_for(self.joining.purposes, child=person.is_child)
        asked = [texts[purpose] for purpose in ("child", "keep", "share", "publish") if purpose in purposes]
        return super().get_context_data(**kwargs) | {"step": 4, "person": person, "texts": asked}

    def perform(self, form):
        typed = dict(form.cleaned_data)
        services.ask_guardian(joining=self.joining, mobile=typed["guardian_mobile"], **typed)
        return redirect("volunteers:join_guardian_code")


class GuardianCode(Step):
    template_name = "volunteers/join_code.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | GUARDIANS
        return context | {"shown_code": shown_code(self.joining.guardian_proof), "of_guardian": True}

    def perform(self, form):
        prove_mobile(proof=self.joining.guardian_proof, code=form.cleaned_data["code"])
        return finish(self.request, self.joining)


def finish(request, joining):
    """Register, sign in whoever nobody is signed in as, and show the number."""
    volunteer = services.complete_joining(joining=joining)
    if not request.user.is_authenticated:
        sign_in(request, volunteer=volunteer, proof=joining.proof)
    return redirect("volunteers:join_done")


@login_not_required
@never_cache
@require_POST
def again(request, *, field, back):
    """Another code to the same mobile; too early, the page of the code says so."""
    joining = joining_of(request.session.get(SESSION_KEY))
    missing = missing_step(joining, request.resolver_match.url_name)
    if missing:
        return redirect(f"volunteers:{missing}")
    try:
        services.send_again(joining=joining, field=field)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(back)


@login_not_required
@never_cache
@require_POST
def refuse(request):
    """“We do not agree”: whatever was typed is deleted at once."""
    joining = joining_of(request.session.pop(SESSION_KEY, None))
    if joining is not None and not (joining.proof and joining.proof.volunteer_id):
        services.refuse_joining(joining=joining)
    return redirect("volunteers:join_refused")


@login_not_required
@require_safe
def refused(request):
    return render(request, "volunteers/join_refused.html")


@login_not_required
@never_cache
@require_safe
def done(request):
    joining = joining_of(request.session.get(SESSION_KEY))
    missing = missing_step(joining, "join_done")
    if missing:
        return redirect(f"volunteers:{missing}")
    volunteer = joining.proof.volunteer.merged_into or joining.proof.volunteer
    return render(request, "volunteers/join_done.html", {"volunteer": volunteer, "step": 5})
