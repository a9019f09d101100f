"""Consents that are given when somebody registers, each to the newest text of its purpose."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteers.choices import ConsentGiver, ConsentPurpose
from volunteers.models import Consent, ConsentText, Volunteer
from volunteers.queries.consents import newest_texts


def purposes_for(chosen: Iterable[str], *, child: bool) -> set[str]:
    """What is agreed to of what was ticked: a child's name is in no list, and a child has rules of their own.

    Code ``keeping_not_agreed``: without consent to keep the registration there is none.
    """
    purposes = {str(purpose) for purpose in chosen} - {ConsentPurpose.CHILD.value}
    if ConsentPurpose.KEEP not in purposes:
        raise ValidationError(
            _("Without the consent to keep it there is no registration. Everybody may take part in activities anyway."),
            code="keeping_not_agreed",
        )
    if child:
        return (purposes - {ConsentPurpose.PUBLISH.value}) | {ConsentPurpose.CHILD.value}
    return purposes


def give_consents(*, volunteer: Volunteer, purposes: set[str], given_by: ConsentGiver, on_paper: bool) -> None:
    """The newest word holds: what stands and is not among ``purposes`` is withdrawn. In the caller's transaction."""
    now, texts = timezone.now(), newest_texts()
    standing = Consent.objects.filter(volunteer=volunteer, withdrawn_at=None)
    same = set(standing.filter(purpose__in=purposes, text__in=texts.values()).values_list("purpose", flat=True))
    standing.exclude(purpose__in=same).update(withdrawn_at=now)
    Consent.objects.bulk_create(
        Consent(
            volunteer=volunteer, purpose=purpose, text=text_of(texts, purpose), given_by=given_by, given_at=now,
            on_paper=on_paper,
        )
        for purpose in sorted(purposes - same)
    )  # fmt: skip


def text_of(texts: dict[str, ConsentText], purpose: str) -> ConsentText:
    if purpose not in texts:
        raise ValidationError(
            _("There is no text to agree to for one of the purposes. Tell the portal's office."),
            code="consent_text_missing",
        )
    return texts[purpose]
