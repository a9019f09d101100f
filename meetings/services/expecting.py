"""Expected meetings exist for this and the next period before anybody plans them; one that was not held is missed."""

import datetime as dt
import logging
from collections import defaultdict

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from meetings.models import Body, JointMeeting, MeetingStep
from meetings.models.meeting import DATED_STATES
from meetings.periods import period_of, periods
from meetings.services.telling import tell_missed

log = logging.getLogger(__name__)
# How long after its day a meeting may still be noted as held before it counts as missed.
DAYS_TO_RECORD = 7
# A portal filled in late tells nobody of periods long past.
DAYS_TOLD = 90
WITHOUT_A_DAY = ("expected", "postponed")


@transaction.atomic
def expect_meetings(today=None):
    """Make what lacks, and say what: (body, period) of each meeting made. The same rows however often it runs.

    Each body goes on after the last period that it has, so an outage is caught up and a changed cadence holds from
    the next period on. Two that run at once wait for each other; the constraint on body and period has the last word.
    """
    today = today or timezone.localdate()
    rows = Body.objects.exclude(cadence=Body.Cadence.NONE).order_by("pk")
    bodies = list(rows.select_for_update(of=("self",), no_key=True))
    known = dict(
        JointMeeting.objects.filter(body__in=bodies)
        .exclude(period=None)
        .order_by()
        .values_list("body")
        .annotate(last=Max("period_last"))
    )
    made = [meeting for body in bodies for meeting in _lacking(body, known.get(body.pk), today)]
    JointMeeting.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    _say(made)
    return [(meeting.body_id, meeting.period) for meeting in made]


def _lacking(body, last_known, today):
    """From the first period that has no row to the one after today's, as long as the body meets."""
    following = period_of(body.cadence, period_of(body.cadence, today).last + dt.timedelta(days=1))
    begin = last_known + dt.timedelta(days=1) if last_known else body.since
    begin, end = max(begin, body.since), min(following.last, body.until or following.last)
    for period in periods(body.cadence, begin, end):
        if last_known and period.first <= last_known:
            continue  # the cadence has changed, and this half-year has begun with a quarter's meeting
        yield JointMeeting(body=body, period=period.code, period_first=period.first, period_last=period.last)


def _say(made):
    by_body = defaultdict(list)
    for meeting in made:
        by_body[meeting.body_id].append(meeting.period)
    for body, codes in by_body.items():
        log.info("meetings expected of %s: %s", body, ", ".join(codes))


@transaction.atomic
def find_missed(today=None):
    """What was not held when its period had ended is missed, and those concerned told; the keys of those found now.

    A meeting that has a day is given until then, also after its period: it is merely late. From its day on there is
    a week to note that it was held. Rows that somebody works on at this moment are left for the next time.
    """
    today = today or timezone.localdate()
    latest = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=DAYS_TO_RECORD), dt.time.min))
    over = Q(state__in=WITHOUT_A_DAY) | Q(state__in=DATED_STATES, starts_at__lt=latest)
    rows = JointMeeting.objects.filter(over, period_last__lt=today).select_related(
        "body__belt", "body__first_host", "host"
    )
    found = list(rows.order_by("pk").select_for_update(of=("self",), skip_locked=True))
    now = timezone.now()
    steps = [MeetingStep(meeting=row, from_state=row.state, to_state="missed", at=now) for row in found]
    keys = [row.pk for row in found]
    JointMeeting.objects.filter(pk__in=keys).update(
        state="missed", state_since=now, changed_at=now, version=F("version") + 1
    )
    MeetingStep.objects.bulk_create(steps, batch_size=1000)
    tell_missed(meetings=[row for row in found if (today - row.period_last).days <= DAYS_TOLD], today=today)
    if keys:
        log.info("meetings missed: %s", ", ".join(map(str, found)))
    return keys
