"""Registrations with a document that somebody else holds: shown to the county, who alone says who is who.

The pair is made in the background, so that a registration takes the same time whether there is one or not.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from core.history import because, by_the_system
from volunteers import vault
from volunteers.choices import Likeness, State
from volunteers.models import Identity, LikelyDuplicate, Volunteer
from volunteers.queries.finding import root_of
from volunteers.services.correcting import as_kept
from volunteers.services.families import hold_families
from volunteers.services.holding import document_held, hold_claims, holder_of, require_seen
from volunteers.services.likeness import note_claim
from volunteers.services.merging import save_again
from volunteers.services.registering import hold_document


@transaction.atomic
def pair_claims() -> int:
    """A likely duplicate for each claimed registration whose document was not noted yet; how many were made."""
    noted = LikelyDuplicate.objects.filter(reasons__contains=[Likeness.SAME_DOCUMENT])
    paired = noted.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    owed = Volunteer.objects.filter(~Exists(paired), state=State.CLAIMED).select_related("identity")
    made = 0
    with by_the_system("pair_claims"):
        for volunteer in owed.select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
            holder = _holder_of(volunteer.identity)
            if holder is not None and holder.pk != volunteer.pk:
                note_claim(volunteer, holder)
                made += 1
    return made


def _holder_of(identity):
    indexes = vault.blind_indexes(vault.DOCUMENT, vault.unseal(vault.DOCUMENT, identity.document))
    rows = Identity.objects.filter(document_index__in=indexes, claimed=False)
    row = rows.select_related("volunteer__merged_into").first()
    return None if row is None else root_of(row.volunteer)


def confirm_claim(*, actor: Any, volunteer: Volunteer, seen_document: str, reason: str) -> Volunteer:
    """Count a registration that was to be checked, after somebody saw the document: it is this person's and nobody
    else holds it. Others who claim it claim it from them. Counted already, nothing changes.

    Codes: ``claim_ended``, ``seen_document_differs``, ``document_held``.
    """
    try:
        return _confirm(actor, volunteer, seen_document, reason)
    except IntegrityError as fault:  # an import wrote the same document in the same moment
        if "a_document_is_one_person" not in str(fault):
            raise
        raise document_held() from fault


@transaction.atomic
def _confirm(actor: Any, volunteer: Volunteer, seen_document: str, reason: str) -> Volunteer:
    person = as_kept(volunteer)
    hold_document(person)  # before the people, as whoever registers does
    row = hold_families([volunteer.pk])[volunteer.pk]
    if row.state == State.ACTIVE:
        return row
    if row.state != State.CLAIMED:
        message = _("This registration was merged or erased meanwhile. There is nothing to confirm.")
        raise ValidationError(message, code="claim_ended")
    require_seen(seen_document, person)
    if holder_of(person.document) is not None:
        raise document_held()
    identity = Identity.objects.select_for_update().get(pk=row.pk)
    with because(reason, actor=actor):
        identity.claimed = False
        identity.save(update_fields=["claimed"])
        row.state = State.ACTIVE
        save_again(row)
        hold_claims(row, bytes(identity.document_index))
    return row
