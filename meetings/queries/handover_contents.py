"""What one convener hands to the next: read when it is looked at, kept as it was once it is accepted."""

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from meetings.models import Handover, JointMeeting, ListEntry, MeetingState, Paper, Resolution, ResolutionParty

MOST = 300  # of each list; whoever has more is told so
WAITING = (MeetingState.EXPECTED, MeetingState.POSTPONED, MeetingState.PLANNED, MeetingState.AGENDA_OPEN,
           MeetingState.AGENDA_LOCKED, MeetingState.NOTICED)  # fmt: skip


@dataclass(frozen=True)
class ResolutionLine:
    id: int
    number: str
    text: str
    due_on: dt.date
    lead: str


@dataclass(frozen=True)
class PaperLine:
    id: int
    title: str


@dataclass(frozen=True)
class MeetingLine:
    """``day`` is the last of its period until it has a day of its own; ``minutes`` their title, or empty."""

    id: int
    name: str
    day: dt.date | None
    has_day: bool
    state: str
    minutes: str
    issue: int | None
    papers: tuple[PaperLine, ...]

    @property
    def state_label(self) -> str:
        return str(MeetingState(self.state).label)


@dataclass(frozen=True)
class EntryLine:
    id: int
    kind: str
    region: str
    title: str

    @property
    def kind_label(self) -> str:
        return str(ListEntry.Kind(self.kind).label)


@dataclass(frozen=True)
class Contents:
    """``cut``: a list was longer than is shown."""

    resolutions: tuple[ResolutionLine, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()
    next_meeting: MeetingLine | None = None
    entries: tuple[EntryLine, ...] = ()
    cut: bool = False

    def to_json(self) -> dict[str, Any]:
        return json.loads(json.dumps(dataclasses.asdict(self), cls=DjangoJSONEncoder))

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Contents":
        coming = kept["next_meeting"]
        return cls(
            resolutions=tuple(_resolution_of_json(line) for line in kept["resolutions"]),
            meetings=tuple(_meeting_of_json(line) for line in kept["meetings"]),
            next_meeting=_meeting_of_json(coming) if coming else None,
            entries=tuple(EntryLine(**line) for line in kept["entries"]),
            cut=kept["cut"],
        )

    def readable_by(self, user: Any) -> "Contents":
        """The same with the papers that this user may read."""
        keys = {paper.id for line in (*self.meetings, self.next_meeting) if line for paper in line.papers}
        seen = set(Paper.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))

        def only_seen(line: MeetingLine) -> MeetingLine:
            return dataclasses.replace(line, papers=tuple(paper for paper in line.papers if paper.id in seen))

        return dataclasses.replace(
            self,
            meetings=tuple(map(only_seen, self.meetings)),
            next_meeting=only_seen(self.next_meeting) if self.next_meeting else None,
        )


def contents_of(handover: Handover) -> Contents:
    """As they are now; as they were for one that was accepted. In a fixed number of queries."""
    if handover.state == Handover.State.ACCEPTED:
        return Contents.from_json(handover.contents)
    lists = _resolutions(handover), _meetings_of_the_year(handover), _entries(handover)
    coming = _meetings(handover).filter(state__in=WAITING, on_day__gt=handover.term.until).order_by("on_day", "pk")
    resolutions, meetings, entries = (list(rows[: MOST + 1]) for rows in lists)
    following = coming.first()
    return Contents(
        resolutions=tuple(map(_resolution_line, resolutions[:MOST])),
        meetings=tuple(map(_meeting_line, meetings[:MOST])),
        next_meeting=_meeting_line(following) if following else None,
        entries=tuple(EntryLine(row.pk, row.kind, str(row.region), row.title) for row in entries[:MOST]),
        cut=any(len(rows) > MOST for rows in (resolutions, meetings, entries)),
    )


def _resolutions(handover: Handover) -> QuerySet[Any]:
    leads = ResolutionParty.objects.filter(role=ResolutionParty.Role.LEAD).select_related("region", "unit")
    rows = Resolution.objects.open().filter(meeting__body__belt=handover.term.belt_id)
    return rows.order_by("due_on", "pk").prefetch_related(Prefetch("parties", leads, to_attr="leads"))


def _meetings(handover: Handover) -> QuerySet[Any]:
    rows = JointMeeting.objects.filter(body__belt=handover.term.belt_id).select_related("body", "minutes")
    return rows.prefetch_related("papers").annotate(on_day=Coalesce(TruncDate("starts_at"), "period_last"))


def _meetings_of_the_year(handover: Handover) -> QuerySet[Any]:
    """Those of its periods and those held in it; what was put off beyond it is one of its periods still."""
    days = (handover.term.since, handover.term.until)
    of_the_year = Q(period_last__range=days) | Q(period=None, on_day__range=days)
    return _meetings(handover).filter(of_the_year).order_by("on_day", "pk")


def _entries(handover: Handover) -> QuerySet[Any]:
    rows = ListEntry.objects.filter(body__belt=handover.term.belt_id, state=ListEntry.State.OPEN)
    return rows.select_related("region").order_by("kind", "created_at", "pk")


def _resolution_line(row: Any) -> ResolutionLine:
    lead = row.leads[0] if row.leads else None
    who = str(lead.unit or lead.region) if lead else ""
    return ResolutionLine(row.pk, row.number, row.text, row.due_on, who)


def _meeting_line(row: Any) -> MeetingLine:
    minutes = getattr(row, "minutes", None)
    return MeetingLine(
        id=row.pk,
        name=str(row),
        day=row.on_day,
        has_day=row.starts_at is not None,
        state=row.state,
        minutes=str(minutes) if minutes else "",
        issue=minutes.issue_number if minutes else None,
        papers=tuple(PaperLine(paper.pk, paper.title) for paper in row.papers.all()),
    )


def _resolution_of_json(line: dict[str, Any]) -> ResolutionLine:
    return ResolutionLine(**line | {"due_on": dt.date.fromisoformat(line["due_on"])})


def _meeting_of_json(line: dict[str, Any]) -> MeetingLine:
    papers = tuple(PaperLine(**paper) for paper in line["papers"])
    return MeetingLine(**line | {"day": _day(line["day"]), "papers": papers})


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
