"""Receivers of the library's signals: sign-ins, sign-outs and changed secrets go into the audit."""

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from accounts.models import Act
from accounts.services.audit import record_act


@receiver(user_logged_in)
def note_sign_in(request, user, **kwargs):
    record_act(actor=user, action=Act.SIGN_IN, target=user.username)


@receiver(user_logged_out)
def note_sign_out(request, user, **kwargs):
    if user is not None:
        action = Act.SESSION_EXPIRED if getattr(request, "ended_by_idle_time", False) else Act.SIGN_OUT
        record_act(actor=user, action=action, target=user.username)


@receiver(password_changed)
def note_password_change(request, user, **kwargs):
    record_act(actor=user, action=Act.PASSWORD_CHANGED, target=user.username)


@receiver(password_reset)
def note_password_reset(request, user, **kwargs):
    record_act(actor=user, action=Act.PASSWORD_RESET, target=user.username)


@receiver(authenticator_added)
@receiver(authenticator_reset)
def note_second_factor_added(request, user, authenticator, **kwargs):
    record_act(actor=user, action=Act.SECOND_FACTOR_ADDED, target=user.username, reason=authenticator.type)


@receiver(authenticator_removed)
def note_second_factor_removed(request, user, authenticator, **kwargs):
    record_act(actor=user, action=Act.SECOND_FACTOR_REMOVED, target=user.username, reason=authenticator.type)


@receiver(authentication_failed)
def note_second_factor_failed(request, user, authenticator, **kwargs):
    record_act(actor=None, action=Act.SECOND_FACTOR_FAILED, target=user.username, success=False)
