"""Volunteers sign in by a code to their mobile. Whoever asks is answered the same, registered or not."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from core.views import add_to_form
from volunteers.forms.joining import CodeForm, LastFourForm, MobileForm
from volunteers.models import ProofPurpose
from volunteers.queries.joining import proof_of
from volunteers.services import signing_in as services
from volunteers.services.proofs import is_proven, prove_mobile, request_proof, shown_code

SESSION_KEY = "sign_in_proof"
AFTER_SIGN_IN = "volunteers:me"


def sign_in(request, *, volunteer, proof):
    """The session is the volunteer's from now on; the audit has it as any sign-in."""
    user = services.user_of(volunteer=volunteer, proof=proof)
    return perform_login(request, user, email_verification="none", redirect_url=reverse(AFTER_SIGN_IN))


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignInStep(FormView):
    """A step that comes too early leads back to the first."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("home")
        self.proof = proof_of(request.session.get(SESSION_KEY), ProofPurpose.SIGN_IN)
        return super().dispatch(request, *args, **kwargs) if self.may_come() else redirect("volunteers:sign_in")

    def may_come(self):
        return True

    def form_valid(self, form):
        try:
            return self.perform(form)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)


class MobileStep(SignInStep):
    template_name = "volunteers/sign_in.html"
    form_class = MobileForm

    def perform(self, form):
        proof = request_proof(mobile=form.cleaned_data["mobile"], purpose=ProofPurpose.SIGN_IN)
        self.request.session[SESSION_KEY] = str(proof.pk)
        return redirect("volunteers:sign_in_code")


class CodeStep(SignInStep):
    template_name = "volunteers/sign_in_code.html"
    form_class = CodeForm

    def may_come(self):
        return self.proof is not None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"shown_code": shown_code(self.proof)}

    def perform(self, form):
        prove_mobile(proof=self.proof, code=form.cleaned_data["code"])
        volunteer = services.only_person(proof=self.proof)
        if volunteer is None:
            return redirect("volunteers:sign_in_who")
        return sign_in(self.request, volunteer=volunteer, proof=self.proof)


class WhoStep(SignInStep):
    """A family shares a mobile: the end of the document says who it is."""

    template_name = "volunteers/sign_in_who.html"
    form_class = LastFourForm

    def may_come(self):
        return is_proven(self.proof)

    def perform(self, form):
        volunteer = services.choose_person(proof=self.proof, last_four=form.cleaned_data["last_four"])
        return sign_in(self.request, volunteer=volunteer, proof=self.proof)
