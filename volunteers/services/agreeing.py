"""A volunteer gives a consent or withdraws it, as easily (PIPL art. 15)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteers.choices import ConsentGiver, State
from volunteers.models import Consent, Volunteer
from volunteers.queries.consents import newest_texts
from volunteers.queries.own import KEEPING
from volunteers.services.consents import text_of
from volunteers.services.merging import save_again

ADULT = 18


@transaction.atomic
def give_consent(*, actor: Any, volunteer: Volunteer, purpose: str) -> Consent:
    """To the newest text of the purpose. Given already, it is the one that stands.

    Codes: ``not_active``, ``guardian_agrees``, ``consent_text_missing``.
    """
    row = _held(volunteer)
    standing = Consent.objects.filter(volunteer=row, purpose=purpose, withdrawn_at=None).first()
    if standing:
        return standing
    if row.birth_year is None or timezone.localdate().year - row.birth_year <= ADULT:
        _check_age(row)
    text = text_of(newest_texts(), purpose)
    consent = Consent(volunteer=row, purpose=purpose, text=text, given_by=ConsentGiver.SELF)
    consent.full_clean()
    consent.save()
    save_again(row)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Any, volunteer: Volunteer, purpose: str) -> None:
    """From now on. Withdrawn already, nothing changes. Codes: ``not_active``, ``keeping_is_erased``."""
    row = _held(volunteer)
    if purpose in KEEPING:
        raise ValidationError(
            _("Without this consent nothing of you may be kept. Have the registration erased instead."),
            code="keeping_is_erased",
        )
    if Consent.objects.filter(volunteer=row, purpose=purpose, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        save_again(row)


def _held(volunteer: Volunteer) -> Volunteer:
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if row.state not in (State.ACTIVE, State.CLAIMED):
        raise ValidationError(_("This registration ended and does not change any more."), code="not_active")
    return row


def _check_age(row: Volunteer) -> None:
    """Somebody under 18 withdraws by themselves, and agrees through the guardian."""
    born = row.identity.birth_date
    today = timezone.localdate()
    if born is None or (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < ADULT:
        raise ValidationError(
            _("Under 18, or where no birth date is known, the county takes the consent, with the guardian."),
            code="guardian_agrees",
        )
