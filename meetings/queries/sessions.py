"""Lists of meetings: with what their lines show, in an order that pages can be cut from."""

from django.db.models import DateTimeField, F
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES, HELD_STATES

ORDER = ("-moment", "-pk")


def complete(rows):
    """``moment``: its day, else the end of its period; what a line shows, in one query."""
    end = Cast("period_last", DateTimeField())
    return rows.select_related("body", "host", "venue").annotate(moment=Coalesce("starts_at", end, "changed_at"))


def next_of(body):
    """The meeting with a day that comes next, or None."""
    rows = body.meetings.filter(state__in=DATED_STATES, ends_at__gt=timezone.now())
    return rows.select_related("body", "host", "venue").order_by("starts_at").first()


def merge_choices(meeting):
    """Meetings of the same body that it may be merged into, the nearest period first."""
    rows = JointMeeting.objects.filter(body=meeting.body_id, state__in=("expected", *DATED_STATES, *HELD_STATES))
    return rows.exclude(pk=meeting.pk).select_related("body").order_by(F("period_first").desc(nulls_last=True), "-pk")
