"""A volunteer's own page: what is kept of me, who looked at it, what I agree to, and the way out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Role
from core.views import add_to_form
from volunteers.choices import ConsentPurpose
from volunteers.forms.correcting import CorrectForm
from volunteers.forms.own import HTML, CopyForm, EraseForm, MoveForm
from volunteers.forms.registry import OfferForm
from volunteers.queries import own as queries
from volunteers.queries import registry
from volunteers.queries.correcting import newest_of
from volunteers.queries.own_copy import copy_of
from volunteers.services.agreeing import give_consent, withdraw_consent
from volunteers.services.correcting import ask_correction, withdraw_correction
from volunteers.services.erasing import erase_volunteer
from volunteers.services.moving import move_home
from volunteers.services.offering import change_offer

asks = require_http_methods(["GET", "HEAD", "POST"])


def _mine(request):
    volunteer = queries.own_registration(request.user)
    if volunteer is None:
        raise Http404
    return volunteer


def _lead_on(request):
    if Role.VOLUNTEER in request.user.reach.roles:
        return redirect("volunteers:join")
    raise Http404


@require_safe
def me(request):
    """Who signed in as a volunteer and has no registration any more is led to registering."""
    volunteer = queries.own_registration(request.user)
    if volunteer is None:
        return _lead_on(request)
    context = {
        "volunteer": volunteer,
        "person": registry.person_of(volunteer, kept=True),
        "offer": registry.offer_of(volunteer),
        "accounts": queries.accounts_of(volunteer),
        "choices": queries.choices_of(volunteer),
        "disclosures": queries.disclosures_of(volunteer, most=queries.MOST_SHOWN),
        "moves": registry.moves_of(volunteer),
        "aliases": registry.aliases_of(volunteer),
        "correction": newest_of(volunteer),
    }
    return render(request, "volunteers/me.html", context)


@require_POST
def consent(request, purpose):
    """Gives the consent, or withdraws it with ``withdraw``."""
    volunteer = _mine(request)
    if purpose not in ConsentPurpose.values:
        raise Http404
    service = withdraw_consent if "withdraw" in request.POST else give_consent
    try:
        service(actor=request.user, volunteer=volunteer, purpose=purpose)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Kept. It holds from now on."))
    return redirect("volunteers:me")


@asks
def my_offer(request):
    volunteer = _mine(request)
    form = OfferForm(request.POST or None, instance=volunteer, user=request.user)
    if _done(form, lambda data: change_offer(actor=request.user, volunteer=volunteer, **data)):
        messages.success(request, _("Saved."))
        return redirect("volunteers:me")
    return _form(request, volunteer, form, title=_("What I offer"), button=_("Save"))


@asks
def my_move(request):
    volunteer = _mine(request)
    form = MoveForm(request.POST or None, home=volunteer.home)
    if _done(form, lambda data: move_home(actor=request.user, volunteer=volunteer, **data)):
        messages.success(request, _("Your home county is another one from today on. Both counties are told."))
        return redirect("volunteers:me")
    lead = _("What was counted until today stays with the old county. You can move once a day.")
    return _form(request, volunteer, form, title=_("Move to another county"), button=_("Move"), lead=lead)


@asks
def my_correction(request):
    """Whatever is typed, the answer is the same whether somebody is registered with it or not."""
    volunteer = _mine(request)
    identity = volunteer.identity
    kept = {"name": identity.name, "document_kind": identity.document_kind}
    form = CorrectForm(request.POST or None, initial=kept)
    if _done(form, lambda data: ask_correction(actor=request.user, volunteer=volunteer, **data)):
        messages.success(request, _("Asked. Bring the document to your county; you are told what was decided."))
        return redirect("volunteers:me")
    lead = _("Your county compares it with your document. Until then what stands stays, and what you type lies sealed.")
    return _form(request, volunteer, form, title=_("Ask for a correction"), button=_("Send"), lead=lead)


@require_POST
def withdraw_my_correction(request):
    withdraw_correction(actor=request.user, volunteer=_mine(request))
    messages.success(request, _("Taken back. Nothing of what you typed is kept."))
    return redirect("volunteers:me")


@asks
def my_copy(request):
    """Everything that is kept, as a file; only for who types the whole number of the document."""
    volunteer = _mine(request)
    form, copies = CopyForm(request.POST or None), []
    if _done(form, lambda data: copies.append(copy_of(volunteer, document=data["document"]))):
        return _file(volunteer, copies[0], form.cleaned_data["format"])
    lead = _("Everything that the portal keeps of you, with your document and mobile in clear. Keep the file safe.")
    return _form(
        request, volunteer, form, title=_("Take my data with me"), button=_("Download"), lead=lead, download=True
    )


def _file(volunteer, copy, wanted):
    if wanted == HTML:
        response = HttpResponse(render_to_string("volunteers/copy.html", {"copy": copy}))
    else:
        response = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{volunteer.volunteer_no}.{wanted}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@asks
def my_erasure(request):
    volunteer = _mine(request)
    form, actor = EraseForm(request.POST or None), request.user
    reason = _("the person's own wish")
    if _done(form, lambda data: erase_volunteer(actor=actor, volunteer=volunteer, reason=reason, **data)):
        logout(request)
        return redirect("volunteers:erased")
    lead = _(
        "Your name, document, mobile, guardian and sign-in are erased for good, under every number of yours. That "
        "somebody of your county registered on that day stays counted, without you. This withdraws your consent."
    )
    return _form(
        request, volunteer, form, title=_("Erase my registration"), button=_("Erase for good"), lead=lead, danger=True
    )


@login_not_required
@require_safe
def erased(request):
    return render(request, "volunteers/erased.html")


def _done(form, act):
    """Whether the form is in order and the service did what it says; what was wrong stands on the form."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as error:
        add_to_form(form, error)
        return False
    return True


def _form(request, volunteer, form, **shown):
    """``title`` and ``button``; ``lead`` says what will happen."""
    context = {"volunteer": volunteer, "form": form, "lead": "", "danger": False, "download": False}
    return render(request, "volunteers/own_form.html", context | shown)
