"""A person asks on their own page that name, document or birth date be put right. It is decided in ``approving``."""

import datetime as dt
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteers import vault
from volunteers.choices import Corrected, State
from volunteers.models import Correction, Identity, Volunteer
from volunteers.services.details import Person, read_person

MOST_A_DAY = 5
DAY = dt.timedelta(days=1)


@transaction.atomic
def ask_correction(
    *, actor: Any, volunteer: Volunteer, name: str, document_kind: str, document: str, birth_date: dt.date | None,
    note: str = "",
) -> Correction:  # fmt: skip
    """What should stand; what is empty leaves what stands. Sealed until it is decided.

    Nothing is looked up: the answer is the same whether the document is registered by somebody or not. Codes:
    ``not_active``, ``correction_waits``, ``too_many_corrections``, ``document_kind_alone``, ``nothing_to_correct``
    and those of services.details.
    """
    row = Volunteer.objects.select_for_update(of=("self",)).select_related("home").get(pk=volunteer.pk)
    _check(row)
    identity = Identity.objects.get(pk=row.pk)
    document_kind = document_kind or identity.document_kind
    if document_kind != identity.document_kind and not document:
        message = _("Of another kind of document, enter the number.")
        raise ValidationError({"document": ValidationError(message, code="document_kind_alone")})
    said = {"name": name, "document_kind": document_kind, "document": document, "birth_date": birth_date}
    person = read_as(identity, row, said)
    wanted = _differing(identity, person)
    if not wanted:
        message = _("This is what is kept already. Change what is wrong, or leave the page.")
        raise ValidationError(message, code="nothing_to_correct")
    correction = Correction(
        volunteer=row, fields=sorted(wanted), draft=vault.seal(vault.DRAFT, json.dumps(_draft(said, note)))
    )
    correction.full_clean(exclude=["volunteer"])
    correction.save()
    return correction


@transaction.atomic
def withdraw_correction(*, actor: Any, volunteer: Volunteer) -> None:
    """Take back what waits; nothing of it stays. Without one nothing changes."""
    rows = Correction.objects.select_for_update(of=("self",)).filter(volunteer=volunteer, state=Correction.State.OPEN)
    for row in rows:
        end(row, Correction.State.WITHDRAWN, actor)


def close_corrections(volunteers: list[int], actor: Any) -> None:
    """Those that are open end, because it changed who is who. In the caller's transaction, which holds the people."""
    rows = Correction.objects.select_for_update(of=("self",)).filter(volunteer__in=volunteers)
    for row in rows.filter(state=Correction.State.OPEN):
        end(row, Correction.State.CLOSED, actor)


def end(correction: Correction, state: str, actor: Any, reason: str = "") -> None:
    """Write on a locked request what became of it, and forget what was asked."""
    correction.state, correction.draft, correction.reason = state, None, reason
    correction.decided_by, correction.decided_at = actor, timezone.now()
    correction.full_clean(exclude=["volunteer", "pair"])
    correction.save()


def read_as(identity: Identity, volunteer: Volunteer, said: dict[str, Any]) -> Person:
    """The person as they would stand, judged as on the first day."""
    kept = bytes(identity.document)
    return read_person(
        name=said["name"] or identity.name,
        document_kind=said["document_kind"] if said["document"] else identity.document_kind,
        document=said["document"] or vault.unseal(vault.DOCUMENT, kept),
        birth_date=said["birth_date"] or identity.birth_date,
        home=volunteer.home,
    )


def as_kept(volunteer: Volunteer) -> Person:
    """The person as they stand, judged anew. Code ``claim_ended`` where nothing is kept of them any more."""
    identity = Identity.objects.filter(pk=volunteer.pk).first()
    if identity is None:
        message = _("This registration was merged or erased meanwhile. There is nothing to confirm.")
        raise ValidationError(message, code="claim_ended")
    return read_as(identity, volunteer, {"name": "", "document": "", "birth_date": None})


def _draft(said: dict[str, Any], note: str) -> dict[str, Any]:
    born = said["birth_date"]
    return said | {"birth_date": born.isoformat() if born else None, "note": note}


def _differing(identity: Identity, person: Person) -> set[str]:
    document = vault.blind_indexes(vault.DOCUMENT, person.document.number)
    compared = {
        Corrected.NAME.value: identity.name != person.name,
        Corrected.DOCUMENT.value: bytes(identity.document_index) not in document
        or identity.document_kind != person.document.kind,
        Corrected.BIRTH_DATE.value: identity.birth_date != person.birth_date,
    }
    return {name for name, differs in compared.items() if differs}


def _check(row: Volunteer) -> None:
    if row.state not in (State.ACTIVE, State.CLAIMED):
        raise ValidationError(_("This registration ended and does not change any more."), code="not_active")
    asked = Correction.objects.filter(volunteer=row)
    if asked.filter(state=Correction.State.OPEN).exists():
        message = _("A correction is being looked at already. Take it back to ask for another.")
        raise ValidationError(message, code="correction_waits")
    if asked.filter(asked_at__gt=timezone.now() - DAY).count() >= MOST_A_DAY:
        message = _("You asked for %(most)d corrections today. Go on tomorrow, or bring the document to your county.")
        raise ValidationError(message % {"most": MOST_A_DAY}, code="too_many_corrections")
