"""An agenda as it is read: the numbered tree, what waits for the convener, and what looks alike."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, AgendaSource, JointMeeting, MeetingState, Resolution, ResolutionStep
from meetings.models.meeting import DATED_STATES, UNPLANNED_STATES
from meetings.queries.likeness import alike
from meetings.queries.numbering import numbered

STATES_OF_CONVENER = (*UNPLANNED_STATES, *DATED_STATES)  # the agenda changes until the meeting is held
STATES_OF_PROPOSALS = (MeetingState.PLANNED, MeetingState.AGENDA_OPEN)
LOCKED_STATES = (MeetingState.AGENDA_LOCKED, MeetingState.NOTICED)
# Steps that end a resolution or begin it anew.
TURNS = (ResolutionStep.Kind.CLOSED, ResolutionStep.Kind.REOPENED, ResolutionStep.Kind.VOIDED)
REVIEW_POSITION = 0  # before every other item, which begin with 1


@dataclass
class Line:
    """An item on the agenda with its number; ``first`` and ``last`` among those beside it."""

    item: AgendaItem
    mark: str
    depth: int
    first: bool = False
    last: bool = False


@dataclass
class Proposal:
    """An item that the convener has not decided about, and those that it may be merged with."""

    item: AgendaItem
    similar: list[AgendaItem]


@dataclass
class Agenda:
    """``lines`` are numbered, ``waiting`` are proposals, ``aside`` is what was not taken up."""

    lines: list[Line] = field(default_factory=list)
    waiting: list[Proposal] = field(default_factory=list)
    aside: list[AgendaItem] = field(default_factory=list)


def complete(items: QuerySet) -> QuerySet:
    """With all that a list of items shows."""
    sources = AgendaSource.objects.select_related("region", "unit")
    return (
        items.select_related("meeting__body", "proposed_by", "merged_into", "forwarded_from__meeting__body")
        .prefetch_related(Prefetch("sources", queryset=sources), "forwarded_to__meeting__body")
        .annotate(paper_count=Count("papers", distinct=True))
    )


def review_of(meeting: JointMeeting) -> AgendaItem:
    """The review as it will stand on the agenda, not yet kept: in the portal's first language, like all items."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Review of open resolutions")
    kind, state = AgendaItem.Kind.REVIEW, AgendaItem.State.ACCEPTED
    return AgendaItem(meeting=meeting, kind=kind, state=state, position=REVIEW_POSITION, title=title)


def agenda_of(meeting: JointMeeting) -> Agenda:
    """The whole agenda in a fixed number of queries; the review stands first also before its row is made."""
    items = list(complete(AgendaItem.objects.filter(meeting=meeting)).order_by("position", "pk"))
    by_state = defaultdict(list)
    for item in items:
        by_state[item.state].append(item)
    on_agenda = by_state.pop(AgendaItem.State.ACCEPTED, [])
    if not any(item.is_review for item in on_agenda):
        on_agenda.insert(0, review_of(meeting))
    waiting = by_state.pop(AgendaItem.State.PROPOSED, [])
    aside = [
        item
        for state in (AgendaItem.State.MERGED, AgendaItem.State.DECLINED, AgendaItem.State.WITHDRAWN)
        for item in by_state[state]
    ]
    return Agenda(_lines(on_agenda), _with_similar(waiting, on_agenda), aside)


def _lines(items: list[AgendaItem]) -> list[Line]:
    """The review has no key before it is kept; 0 stands for it."""
    found = {item.pk or 0: item for item in items}
    children = children_of(items)
    ends = {keys[0] for keys in children.values()}, {keys[-1] for keys in children.values()}
    after_review = next(iter(children[None][1:2]), None)
    return [
        Line(found[key], mark, depth, first=key in ends[0] or key == after_review, last=key in ends[1])
        for key, depth, mark in numbered(children)
    ]


def children_of(items: Iterable[AgendaItem]) -> dict[int | None, list[int]]:
    """Keys under each key, in their order. What stands under an item that is off the agenda stands at the top."""
    items = sorted(items, key=lambda item: (item.position, item.pk or 0))
    keys = {item.pk for item in items}
    children: dict[int | None, list[int]] = defaultdict(list)
    for item in items:
        children[item.parent_id if item.parent_id in keys else None].append(item.pk or 0)
    return children


def _with_similar(waiting: list[AgendaItem], on_agenda: list[AgendaItem]) -> list[Proposal]:
    found = {item.pk: item for item in (*waiting, *on_agenda) if item.pk and not item.is_review}
    words = {key: (item.title, item.text) for key, item in found.items()}
    near = alike(words, [item.pk for item in waiting])
    return [Proposal(item, [found[key] for key in near.get(item.pk, ())]) for item in waiting]


def marks_in(meetings: Iterable[int]) -> dict[int, str]:
    """The number of every item on the agendas of these meetings, by the item's key; in one query."""
    items: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in AgendaItem.objects.on_agenda().filter(meeting__in=meetings):
        items[item.meeting_id].append(item)
    for key, found in items.items():
        if not any(item.is_review for item in found):
            found.append(review_of(JointMeeting(pk=key)))
    return {key: mark for found in items.values() for key, _depth, mark in numbered(children_of(found))}


def resolutions_for_review(meeting: JointMeeting) -> QuerySet:
    """What the body has decided and not yet seen done, by its due date.

    Before the meeting is held as it is now; afterwards as it was when the meeting began: of earlier meetings, and
    by its last step before that neither closed nor void.
    """
    rows = Resolution.objects.filter(meeting__body=meeting.body_id).exclude(meeting=meeting.pk)
    rows = rows.prefetch_related("parties__region").order_by("due_on", "pk")
    if not meeting.was_held:
        return rows.open()
    turns = ResolutionStep.objects.filter(resolution=OuterRef("pk"), at__lt=meeting.starts_at, kind__in=TURNS)
    last_turn = Subquery(turns.order_by("-at", "-pk").values("kind")[:1])
    earlier = rows.filter(meeting__starts_at__lt=meeting.starts_at).alias(last_turn=last_turn)
    return earlier.filter(Q(last_turn=None) | Q(last_turn=ResolutionStep.Kind.REOPENED))


def accepts_proposals(meeting: JointMeeting, now: dt.datetime | None = None) -> bool:
    """Members propose, change and withdraw: the meeting has its day, and the deadline has not passed."""
    now = now or timezone.now()
    return meeting.state in STATES_OF_PROPOSALS and (meeting.items_until is None or now <= meeting.items_until)
