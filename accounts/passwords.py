"""Rules for passwords by GB/T 22239-2019, level 3, beside Django's own (length, likeness, commonness)."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

LEAST_KINDS = 3
REMEMBERED = 5


class MixedKindsValidator:
    """At least three of the four kinds: small letters, capitals, digits, other characters."""

    def validate(self, password, user=None):
        kinds = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
        if sum(any(map(kind, password)) for kind in kinds) < LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        return _("The password has at least three of: small letters, capital letters, digits, other characters.")


class NotUsedLatelyValidator:
    """None of the last five passwords."""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        used = [user.password, *user.password_records.values_list("password", flat=True)]
        for encoded in list(dict.fromkeys(used))[:REMEMBERED]:
            if check_password(password, encoded):
                raise ValidationError(self.get_help_text(), code="password_used_lately")

    def get_help_text(self):
        return _("The password is none of your last five.")


def must_change(user):
    """The password is older than allowed, or was given by somebody else. Who has none has none to change."""
    if not user.has_usable_password():
        return False
    oldest = timezone.now() - dt.timedelta(days=settings.PASSWORD_DAYS)
    return user.must_change_password or user.password_changed_at < oldest
