"""Own page: see the own numbers after a code, and change the mobile by a code to the new one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from core.views import add_to_form
from volunteers.forms.joining import CodeForm, MobileForm
from volunteers.models import ProofPurpose
from volunteers.queries.joining import proof_of
from volunteers.queries.own import own_registration
from volunteers.services.own_numbers import change_own_mobile, send_own_code, show_own_values
from volunteers.services.proofs import prove_mobile, request_proof, shown_code

KEYS = {ProofPurpose.OWN_VALUES: "own_values_proof", ProofPurpose.NEW_MOBILE: "new_mobile_proof"}


@method_decorator(never_cache, name="dispatch")
class OwnStep(FormView):
    """A step of who has a registration; one that comes too early leads back to the own page."""

    template_name = "volunteers/own_code.html"
    form_class = CodeForm
    purpose = ProofPurpose.OWN_VALUES
    needs_proof = True

    def dispatch(self, request, *args, **kwargs):
        self.volunteer = own_registration(request.user)
        if self.volunteer is None:
            raise Http404
        self.proof = proof_of(request.session.get(KEYS[self.purpose]), self.purpose)
        if self.needs_proof and self.proof is None:
            return redirect("volunteers:me")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        shown = {"volunteer": self.volunteer, "shown_code": shown_code(self.proof) if self.needs_proof else ""}
        return super().get_context_data(**kwargs) | shown

    def form_valid(self, form):
        try:
            return self.perform(form)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)


@require_POST
def send_values_code(request):
    volunteer = own_registration(request.user)
    if volunteer is None:
        raise Http404
    try:
        proof = send_own_code(actor=request.user, volunteer=volunteer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("volunteers:me")
    request.session[KEYS[ProofPurpose.OWN_VALUES]] = str(proof.pk)
    return redirect("volunteers:my_values")


class MyValues(OwnStep):
    """The values are in the answer to the code and nowhere else."""

    @sensitive_variables("values")
    def perform(self, form):
        prove_mobile(proof=self.proof, code=form.cleaned_data["code"])
        values = show_own_values(actor=self.request.user, volunteer=self.volunteer, proof=self.proof)
        del self.request.session[KEYS[self.purpose]]
        return render(self.request, "volunteers/own_values.html", {"volunteer": self.volunteer, "values": values})


class NewMobile(OwnStep):
    template_name = "volunteers/own_mobile.html"
    form_class = MobileForm
    purpose = ProofPurpose.NEW_MOBILE
    needs_proof = False

    def perform(self, form):
        proof = request_proof(mobile=form.cleaned_data["mobile"], purpose=self.purpose)
        self.request.session[KEYS[self.purpose]] = str(proof.pk)
        return redirect("volunteers:my_mobile_code")


class NewMobileCode(OwnStep):
    purpose = ProofPurpose.NEW_MOBILE

    def perform(self, form):
        prove_mobile(proof=self.proof, code=form.cleaned_data["code"])
        change_own_mobile(actor=self.request.user, volunteer=self.volunteer, proof=self.proof)
        del self.request.session[KEYS[self.purpose]]
        messages.success(self.request, _("Your mobile is the new one. You sign in with it from now on."))
        return redirect("volunteers:me")
