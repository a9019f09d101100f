"""Who a document or a mobile belongs to. Services alone ask this: no page says what comes of it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from volunteers import vault
from volunteers.choices import State
from volunteers.documents import Document
from volunteers.models import Identity, Joining, MobileProof, Volunteer

ADULT = 18
JOINING_LASTS = dt.timedelta(hours=2)


@dataclass(frozen=True)
class RegisteredAs:
    """``person``: the registration of this very person. ``standing``: others that the document stands for; ``alike``:
    those of them with the same birth date, for two countries may give a passport the same number.
    """

    person: Volunteer | None
    standing: tuple[Volunteer, ...] = ()
    alike: tuple[Volunteer, ...] = ()
    before_staff: bool = False

    def known_to(self, actor: Any) -> "RegisteredAs":
        """Staff recognise their own county's people by the document they hold in their hands."""
        own = Volunteer.objects.manageable_by(actor).filter(pk__in=[volunteer.pk for volunteer in self.alike])
        return replace(self, person=own.first(), before_staff=True)


def registered_as(document: Document, birth_date: dt.date, mobile: str | None) -> RegisteredAs:
    """What stands with this document; ``mobile`` is one that was proven, or None."""
    rows = Identity.objects.filter(document_index__in=vault.blind_indexes(vault.DOCUMENT, document.number))
    rows = rows.select_related("volunteer__merged_into__identity").order_by("claimed", "pk")
    indexes = vault.blind_indexes(vault.MOBILE, mobile) if mobile else []
    fitting = [row for row in rows if row.birth_date in {None, birth_date}]  # two passports may share a number
    for row in fitting:
        root = row.volunteer.merged_into or row.volunteer
        if any(index in indexes for index in _mobiles_of(row, root)):
            return RegisteredAs(root)
    standing, alike = (
        tuple(row.volunteer.merged_into or row.volunteer for row in found if not row.claimed)
        for found in (rows, fitting)
    )
    return RegisteredAs(None, standing, alike)


def _mobiles_of(row: Identity, root: Volunteer) -> set[bytes]:
    identities = [row, *([root.identity] if hasattr(root, "identity") else [])]
    return {bytes(identity.mobile_index) for identity in identities if identity.mobile_index is not None}


def born_when_of_age(day: dt.date) -> dt.date:
    """The latest birth date of somebody who is 18 on that day."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - ADULT, day=28 if leap_day else day.day)


def people_with(mobile: str) -> list[Volunteer]:
    """Who may sign in with a proven mobile: those it stands with, and minors whose guardian has it."""
    indexes = vault.blind_indexes(vault.MOBILE, mobile)
    guarded = Q(guardian__mobile_index__in=indexes, identity__birth_date__gt=born_when_of_age(timezone.localdate()))
    rows = Volunteer.objects.filter(Q(identity__mobile_index__in=indexes) | guarded)
    rows = rows.exclude(state=State.ERASED).select_related("merged_into__identity", "identity")
    roots = {root.pk: root for root in (row.merged_into or row for row in rows)}
    return [roots[key] for key in sorted(roots) if roots[key].state in {State.ACTIVE, State.CLAIMED}]


def joining_of(key: str | None) -> Joining | None:
    """The registration on its way that a session names, unless it was begun too long ago."""
    begun = Joining.objects.filter(pk=key, created_at__gt=timezone.now() - JOINING_LASTS) if key else None
    return begun.select_related("proof__volunteer", "guardian_proof").first() if begun is not None else None


def proof_of(key: str | None, purpose: str) -> MobileProof | None:
    """The proof that a session or a form names, of that purpose."""
    return MobileProof.objects.filter(pk=key, purpose=purpose).first() if key else None
