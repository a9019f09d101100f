"""How django-allauth works here: accounts are made by the system administrator, failures are written down."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import secrets
from accounts.models import Act, User
from accounts.permissions import needs_second_factor
from accounts.services.audit import record_act
from accounts.services.passwords import keep_password
from core import addresses


def _locked():
    return _(
        "Sign-in is locked after %(failures)d failures, for at most %(minutes)d minutes from the first of them. "
        "Wait, or ask the system administrator for a link to set a new password."
    ) % {"failures": settings.LOCK_FAILURES, "minutes": settings.LOCK_MINUTES}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The user name and the password do not belong together."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_password": gettext_lazy("This is not your password."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return addresses.client_address(request) or "0.0.0.0"  # noqa: S104 - stands for an unknown address

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._record_failure(Act.SIGN_IN_LOCKED, credentials)
            raise

    def authentication_failed(self, request, **credentials):
        self._record_failure(Act.SIGN_IN_FAILED, credentials)

    def _record_failure(self, action, credentials):
        """A name that is nobody's may be a password typed into the wrong field: it is not written down."""
        name = User.objects.filter(username__iexact=credentials.get("username", "")).values_list("username").first()
        reason = "" if name else _("unknown user name")
        record_act(actor=None, action=action, target=name[0] if name else "", success=False, reason=reason)

    def validation_error(self, code, *args):
        if code == "too_many_login_attempts":
            return ValidationError(_locked(), code=code)
        return super().validation_error(code, *args)

    def set_password(self, user, password):
        keep_password(user=user, password=password)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        if user.language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=request.is_secure()
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Your post needs a second factor. The security administrator can remove it when you have lost it."
        ),
        "incorrect_code": gettext_lazy("This code is wrong or was used already. Wait for the next one."),
    }

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        return _("Corridor Portal")

    def encrypt(self, text):
        return secrets.seal(text)

    def decrypt(self, encrypted_text):
        return secrets.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return not needs_second_factor(authenticator.user)
