"""Passwords: set, remembered, and given by link to who has none."""

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act, PasswordRecord, User
from accounts.passwords import REMEMBERED
from accounts.services.audit import record_act


@transaction.atomic
def set_password(*, user, password, must_change=False):
    """Check a password by all rules and set it."""
    validate_password(password, user)
    return keep_password(user=user, password=password, must_change=must_change)


@transaction.atomic
def keep_password(*, user, password, must_change=False):
    """Set a password that a form has checked; remember it, so that it is not used again too soon."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.must_change_password = must_change
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    PasswordRecord.objects.create(user=user, password=user.password)
    old = user.password_records.order_by("-set_at", "-pk").values("pk")[REMEMBERED:]
    PasswordRecord.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return user


@transaction.atomic
def make_reset_key(*, actor, user):
    """The key of a link by which this person sets a password, once, within a day. The link is handed over in person."""
    if actor is not None and actor.pk == user.pk:
        raise ValidationError(_("Change your own password on your own page."), code="not_for_oneself")
    if not user.is_active:
        raise ValidationError(_("This account is switched off. Switch it on first."), code="account_inactive")
    record_act(actor=actor, action=Act.RESET_LINK_MADE, target=user.username)
    return f"{user_pk_to_url_str(user)}-{PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)}"
