"""What somebody may do on an agenda now: the pages show these as buttons, and nothing else decides about them."""

from django.utils import timezone

from meetings.models import AgendaItem, JointMeeting, MeetingState
from meetings.queries.agenda import LOCKED_STATES, STATES_OF_CONVENER, accepts_proposals
from meetings.queries.list_rights import members_for

State = AgendaItem.State
SHIFTS = ("up", "down", "in", "out")


class Rights:
    """Of one person on one agenda: ``leads`` calls the meeting, ``proposers`` are the places it may speak for."""

    def __init__(self, user, meeting):
        meetings = JointMeeting.objects.filter(pk=meeting.pk)
        self.user, self.meeting = user, meeting
        self.leads = meetings.manageable_by(user).exists()
        self.takes_part = meetings.proposable_by(user).exists()
        self.changes = self.leads and meeting.state in STATES_OF_CONVENER
        self.needs_reason = meeting.state in LOCKED_STATES
        self.may_add = self.changes
        self.may_propose = self.takes_part and accepts_proposals(meeting)
        self.adds_papers = self.leads and meeting.state not in (MeetingState.MERGED, MeetingState.ARCHIVED)
        self.late = bool(meeting.items_until and meeting.items_until < timezone.now())

    @property
    def proposers(self):
        return members_for(self.user, self.meeting.body)


def own_items(user, meeting):
    """Keys of the items that come from this person's place alone, while members may change them."""
    if not accepts_proposals(meeting):
        return set()
    items = AgendaItem.objects.own_of(user).filter(meeting=meeting, state__in=(State.PROPOSED, State.ACCEPTED))
    return set(items.values_list("pk", flat=True))


def steps_for(rights, item, *, own):
    """Names of steps as in ``meetings.views.item_steps``; also "edit" and "paper"."""
    live = item.state in (State.PROPOSED, State.ACCEPTED) and not item.is_review
    on_agenda = item.state == State.ACCEPTED and not item.is_review
    forwarded = getattr(item, "forwarded_to", None) is not None
    changes = rights.changes
    open_now = {
        "edit": live and (changes or own),
        "withdraw": live and own,
        "accept": changes and item.state in (State.PROPOSED, State.DECLINED),
        "decline": changes and live,
        "shift": changes and on_agenda,
        "merge": changes and live,
        "forward": rights.leads and on_agenda and not forwarded and rights.meeting.body.above_id is not None,
        "answer": rights.leads and on_agenda and bool(answers(item)),
        "list": rights.leads and on_agenda,
        "paper": rights.adds_papers or (live and own),
    }
    return {name for name, is_open in open_now.items() if is_open}


def takes_papers(user, meeting, item=None):
    """Whether this user may bring papers of an item, or without one of the meeting itself."""
    rights = Rights(user, meeting)
    if item is None:
        return rights.leads
    return "paper" in steps_for(rights, item, own=item.pk in own_items(user, meeting))


def answers(item):
    """Whether it, or what was merged into it, was forwarded by a body below."""
    return bool(item.forwarded_from_id) or any(answers(merged) for merged in item.merged.all())


def mergeable_with(item):
    """Items of the same meeting that may go into this one."""
    live = AgendaItem.objects.filter(meeting=item.meeting_id, state__in=(State.PROPOSED, State.ACCEPTED))
    return live.exclude(pk=item.pk).exclude(kind=AgendaItem.Kind.REVIEW).order_by("state", "position", "pk")


def forwarded_item(item):
    """Where it was forwarded to, and the item that holds the answer: another one when it was merged there."""
    forwarded = AgendaItem.objects.filter(forwarded_from=item).select_related("meeting__body", "merged_into").first()
    holder = forwarded
    while holder is not None and holder.merged_into_id:
        holder = holder.merged_into
    return forwarded, holder
