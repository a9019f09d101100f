"""Staff register people who stand before them, in their own county."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from core.views import add_to_form
from volunteers.forms.on_site import OnSiteForm
from volunteers.models import ProofPurpose
from volunteers.queries.counties import counties_of_staff
from volunteers.queries.joining import proof_of
from volunteers.services.details import read_guardian, read_person
from volunteers.services.proofs import prove_mobile, request_proof, shown_code
from volunteers.services.registering import register_on_site


@method_decorator(never_cache, name="dispatch")
class OnSite(FormView):
    """One page: with the button beside the mobile a code is sent, and what was typed stays."""

    template_name = "volunteers/on_site.html"
    form_class = OnSiteForm
    proof = None

    def dispatch(self, request, *args, **kwargs):
        self.homes = counties_of_staff(request.user)
        if not self.homes[1]:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"homes": self.homes}

    def get_initial(self):
        return {"form_key": uuid.uuid4()}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        guardian = any(form[name].value() for name in ("guardian_name", "guardian_document"))
        needed = "guardian_needed" in {error.code for error in form.non_field_errors().as_data()}
        return context | {"shown_code": shown_code(self.proof), "guardian_open": guardian or needed}

    def post(self, request, *args, **kwargs):
        return self.send_code() if "send_code" in request.POST else super().post(request, *args, **kwargs)

    def send_code(self):
        """The same form with what was typed, and the proof that the code belongs to."""
        data = self.request.POST.copy()
        form = self.get_form_class()(initial=dict(_typed(data)), homes=self.homes)
        try:
            self.proof = request_proof(mobile=data.get("mobile", ""), purpose=ProofPurpose.ON_SITE)
        except ValidationError as error:
            messages.warning(self.request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(form=form))
        form.initial["proof"] = self.proof.pk
        messages.success(self.request, _("The code was sent. Ask for it, and enter it below."))
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form):
        self.proof = proof_of(form.cleaned_data["proof"], ProofPurpose.ON_SITE)
        try:
            volunteer = self.register(form)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Registered. The volunteer number is %(no)s.") % {"no": volunteer.volunteer_no}
        )
        return redirect("volunteers:on_site")

    def register(self, form):
        data, proof = form.cleaned_data, None
        person = read_person(**form.person)
        guardian = read_guardian(**form.guardian, person=person) if form.guardian else None
        if not data["on_paper"] and self.proof:
            proof = prove_mobile(proof=self.proof, code=data["code"])
        return register_on_site(
            actor=self.request.user, person=person, purposes=form.purposes, on_paper=data["on_paper"], proof=proof,
            mobile=data["mobile"], guardian=guardian, form_key=data["form_key"],
        )  # fmt: skip


def _typed(data):
    """Each field as the form takes it as initial: lists where several may be chosen."""
    for name in data:
        yield name, data.getlist(name) if name in {"skills", "times", "dialects"} else data[name]
