"""Requests for corrections as those who decide see them: what stands beside what is asked, numbers masked."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from volunteers import vault
from volunteers.choices import Corrected, State
from volunteers.documents import Document, read_document
from volunteers.kinds import DocumentKind
from volunteers.masking import mask_any
from volunteers.models import Correction, Identity, Volunteer

ORDER = ("asked_at", "pk")
MOST_WORK = 20
UNKNOWN = "—"


@dataclass(frozen=True)
class Line:
    """One thing that is kept, and what is asked for; the same where nothing else is asked."""

    name: str
    label: str
    kept: str
    asked: str

    @property
    def differs(self) -> bool:
        return self.kept != self.asked


def complete(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line of the list shows."""
    return rows.select_related("volunteer__home", "volunteer__identity", "pair", "decided_by")


def read_draft(correction: Correction) -> dict[str, Any]:
    """``name``, ``document_kind``, ``document`` ("" leaves what stands), ``birth_date`` (None or a day), ``note``."""
    draft = json.loads(vault.unseal(vault.DRAFT, bytes(correction.draft or b"")))
    born = draft["birth_date"]
    return draft | {"birth_date": dt.date.fromisoformat(born) if born else None}


def lines_of(correction: Correction) -> list[Line]:
    """Nothing once it is decided, for what was asked is gone."""
    if correction.draft is None:
        return []
    identity, asked = correction.volunteer.identity, read_draft(correction)
    kept = vault.masked_document(bytes(identity.document))
    document = _masked(asked) if asked["document"] else kept
    kind = asked["document_kind"] if asked["document"] else identity.document_kind
    return [
        Line("name", _("Name"), identity.name, asked["name"] or identity.name),
        Line("document_kind", _("Kind of document"), _kind(identity.document_kind), _kind(kind)),
        Line("document", _("Document"), kept, document),
        Line("birth_date", _("Birth date"), *_births(identity, asked)),
    ]


def note_of(correction: Correction) -> str:
    """What the person wrote beside it; numbers in it masked."""
    return "" if correction.draft is None else mask_any(read_draft(correction)["note"])


def _read(asked: dict[str, Any]) -> Document:
    """It was read when it was asked, and reads the same every day after."""
    return read_document(asked["document_kind"], asked["document"], today=timezone.localdate())


def _masked(asked: dict[str, Any]) -> str:
    return vault.mask_document(_read(asked).number)


def _births(identity: Identity, asked: dict[str, Any]) -> tuple[str, str]:
    """What stands and what is asked: the year, as staff read it everywhere. The whole day only where the document's
    number does not hold it, for then it is what has to be compared with the document.
    """
    held = _read(asked).birth_date if asked["document"] else None
    written = _day if asked["birth_date"] and not held else _year
    return written(identity.birth_date), written(held or asked["birth_date"] or identity.birth_date)


def _kind(kind: str) -> str:
    return str(DocumentKind(kind).label)


def _year(day: dt.date | None) -> str:
    return f"{day.year}-**-**" if day else UNKNOWN


def _day(day: dt.date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else UNKNOWN


def what_of(correction: Correction) -> list[str]:
    return [str(Corrected(field).label) for field in correction.fields]


def newest_of(volunteer: Volunteer) -> Correction | None:
    """What the person's own page shows of it."""
    return Correction.objects.of(volunteer).order_by("-asked_at", "-pk").first()  # type: ignore[no-any-return]


def registered_by(volunteer: Volunteer) -> set[int]:
    """Who entered the registration, or the file that it came in: ids of users, by the history."""
    rows = volunteer.events.filter(pgh_label="insert")  # type: ignore[attr-defined]
    return {user for user in rows.values_list("pgh_context__user", flat=True) if isinstance(user, int)}


def work_for(user: Any) -> Iterator[WorkItem]:
    """Requests that wait for this person, and claims that nothing holds up any more."""
    if not user.reach.reviewing:
        return
    waiting = Correction.objects.manageable_by(user).waiting().order_by(*ORDER)
    for row in complete(waiting)[:MOST_WORK]:
        yield WorkItem(
            title=_("Correction asked by volunteer %(number)s") % {"number": row.volunteer.volunteer_no},
            url=row.get_absolute_url(),
            action=_("Look"),
            detail=", ".join(what_of(row)),
            since=row.asked_at,
        )
    for volunteer in free_claims(user)[:MOST_WORK]:
        yield WorkItem(
            title=_("Volunteer %(number)s can be counted") % {"number": volunteer.volunteer_no},
            url=reverse("volunteers:confirm_claim", args=[volunteer.volunteer_no]),
            action=_("Look"),
            detail=_("Nobody else holds the document any more. See it, and confirm."),
            since=volunteer.created_at,
        )


def free_claims(user: Any) -> QuerySet[Volunteer]:
    """Registrations to be checked whose document nobody holds, of those whom this user may look at."""
    held = Identity.objects.filter(document_index=OuterRef("identity__document_index"), claimed=False)
    rows = Volunteer.objects.revealable_by(user).filter(state=State.CLAIMED, identity__claimed=True)
    return rows.filter(~Exists(held)).order_by("registered_on", "pk")
