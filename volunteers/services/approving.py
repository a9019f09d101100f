"""The county compares a request for a correction with the document, and takes it over or refuses it.

Whoever decides has the document before them: they type its number, and it is the one that is asked for. So nothing
that was asked is shown to be approved unseen.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from volunteers import vault
from volunteers.choices import ConsentPurpose, State
from volunteers.models import Consent, Correction, Guardian, Identity, LikelyDuplicate, Volunteer
from volunteers.names import search_keys
from volunteers.queries.correcting import read_draft, registered_by
from volunteers.services.correcting import end, read_as
from volunteers.services.correction_notices import tell_of_decision
from volunteers.services.details import Person
from volunteers.services.families import hold_families
from volunteers.services.holding import document_held, hold_claims, holder_of, own_again, require_seen
from volunteers.services.likeness import note_claim
from volunteers.services.merging import save_again
from volunteers.services.people import sealed_document
from volunteers.services.registering import hold_document

MOST_ATTEMPTS = 3


def approve_correction(*, actor: Any, correction: Correction, seen_document: str, reason: str) -> Correction:
    """Take over what was asked; all of it is judged anew. ``seen_document``: the number as the document shows it.

    Where the document stands with somebody else the request stays open, and the two become a likely duplicate. Codes:
    ``correction_decided``, ``registered_by_you``, ``seen_document_differs``, ``document_held``, ``guardian_needed``,
    ``guardian_agrees``, ``not_active`` and those of services.details.
    """
    for _attempt in range(MOST_ATTEMPTS - 1):
        try:
            return _approve(actor, correction, seen_document, reason)
        except IntegrityError as fault:  # an import wrote the same document in the same moment: then it is found
            if "a_document_is_one_person" not in str(fault):
                raise
    return _approve(actor, correction, seen_document, reason)


@transaction.atomic
def refuse_correction(*, actor: Any, correction: Correction, reason: str) -> Correction:
    """What stands stays, and what was asked is forgotten. Codes: ``correction_decided``, ``registered_by_you``."""
    family = hold_families([correction.volunteer_id])
    row = _held(correction)
    _check_actor(actor, family[row.volunteer_id])
    end(row, Correction.State.REFUSED, actor, reason)
    tell_of_decision(row)
    return row


@transaction.atomic
def _approve(actor: Any, correction: Correction, seen_document: str, reason: str) -> Correction:
    person, kept = _asked(correction)
    hold_document(person)  # before the people, as whoever registers does
    family = hold_families([correction.volunteer_id])
    row = _held(correction)
    volunteer = family[row.volunteer_id]
    _check_actor(actor, volunteer)
    require_seen(seen_document, person)
    require_rules_of_age(volunteer, person)
    is_other = kept not in vault.blind_indexes(vault.DOCUMENT, person.document.number)
    holder = holder_of(person.document) if is_other else None
    if holder is not None and holder.pk not in family:
        return _left_to_the_pair(row, volunteer, holder, person)
    with because(reason, actor=actor):
        _write(volunteer, person, list(family) if is_other else [])
    end(row, Correction.State.APPROVED, actor, reason)
    tell_of_decision(row)
    return row


def _asked(correction: Correction) -> tuple[Person, bytes]:
    """The person as they would stand, and the index of the document that stands."""
    row = Correction.objects.select_related("volunteer__identity", "volunteer__home").get(pk=correction.pk)
    if row.state != Correction.State.OPEN:
        raise _decided()
    identity = row.volunteer.identity
    return read_as(identity, row.volunteer, read_draft(row)), bytes(identity.document_index)


def _held(correction: Correction) -> Correction:
    row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if row.state != Correction.State.OPEN:
        raise _decided()
    return row


def _decided() -> ValidationError:
    return ValidationError(
        _("This request was decided, taken back or became void meanwhile. Look at it again."), code="correction_decided"
    )


def _check_actor(actor: Any, volunteer: Volunteer) -> None:
    if volunteer.state not in (State.ACTIVE, State.CLAIMED):
        raise ValidationError(_("This registration ended and does not change any more."), code="not_active")
    if actor.pk == volunteer.user_id or actor.pk in registered_by(volunteer):
        message = _("You registered this person. Somebody else of the county or of its province decides.")
        raise ValidationError(message, code="registered_by_you")


def require_rules_of_age(volunteer: Volunteer, person: Person) -> None:
    """Somebody who turns out to be under age has a guardian who agreed. Codes ``guardian_…``."""
    if person.is_minor and not Guardian.objects.filter(pk=volunteer.pk).exists():
        message = _("By this birth date the person is under 18. Register them on site anew, with the guardian.")
        raise ValidationError(message, code="guardian_needed")
    agreed = Consent.objects.filter(volunteer=volunteer, purpose=ConsentPurpose.CHILD, withdrawn_at=None)
    if person.is_child and not agreed.exists():
        message = _("By this birth date the person is under 14. Register them on site by the rules for children.")
        raise ValidationError(message, code="guardian_agrees")


def _left_to_the_pair(row: Correction, volunteer: Volunteer, holder: Volunteer, person: Person) -> Correction:
    pair = note_claim(volunteer, holder, index=vault.blind_index(vault.DOCUMENT, person.document.number))
    if pair.state == LikelyDuplicate.State.DIFFERENT:
        raise document_held()
    row.pair = pair
    row.save(update_fields=["pair"])
    return row


def _write(volunteer: Volunteer, person: Person, family: list[int]) -> None:
    """``family``: those among whom the document moves; empty where it is the one that stands."""
    identity = Identity.objects.select_for_update().get(pk=volunteer.pk)
    if family:
        changes = sealed_document(person.document)
        own_again(changes["document_index"], family)
        identity.claimed = False
        for field, value in changes.items():
            setattr(identity, field, value)
    identity.name, identity.name_keys = person.name, search_keys(person.name)
    identity.birth_date, identity.updated_at = person.birth_date, timezone.now()
    identity.save()
    if person.is_child:  # a child's name is in no list
        named = Consent.objects.filter(volunteer=volunteer, purpose=ConsentPurpose.PUBLISH, withdrawn_at=None)
        named.update(withdrawn_at=timezone.now())
    volunteer.birth_year = person.birth_date.year
    volunteer.state = State.CLAIMED if identity.claimed else State.ACTIVE
    save_again(volunteer)
    if family:
        hold_claims(volunteer, bytes(identity.document_index))
