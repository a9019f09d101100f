"""A clock walks from June 2024 to the end of 2030, day by day: the daily jobs run, and a convener does what is due."""

import datetime as dt
from collections import Counter
from importlib import import_module

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Notice, Role
from accounts.tasks import send_notices
from belts.models import Region
from config.celery import app
from core.workdays import is_working_day
from meetings.models import Body, ConvenerTerm, JointMeeting
from meetings.periods import period_of, periods
from meetings.powers import conveners_on
from meetings.services.life import lock_agenda, open_agenda, postpone_meeting, record_held, send_notice
from meetings.services.planning import plan_meeting
from tests import factories
from tests.meetings.sessions import at, stand_at

FIRST, LAST = dt.date(2024, 6, 1), dt.date(2030, 12, 31)
DAY = dt.timedelta(days=1)
# One county of each belt has somebody who is told; 渝北 gives its seat to 北碚 on the way.
TOLD = ("500116", "500111", "500109", "500101")


def daily_jobs():
    """The tasks of meetings that run once a day, as the schedule has them, in the order of their hours."""
    entries = [entry for entry in app.conf.beat_schedule.values() if entry["task"].startswith("meetings.")]
    daily = [entry for entry in entries if len(entry["schedule"].hour) == 1 and len(entry["schedule"].minute) == 1]
    daily.sort(key=lambda entry: (min(entry["schedule"].hour), min(entry["schedule"].minute)))
    paths = [entry["task"].rpartition(".") for entry in daily]
    return [getattr(import_module(module), name) for module, _dot, name in paths]


class Convener:
    """Plans in the second month, sends the notice, records; every eleventh meeting slips, every eleventh is put off."""

    def __init__(self, person):
        self.person = person

    def act(self, today):
        rows = JointMeeting.objects.filter(period_first__lte=today).exclude(state__in=("held", "missed", "merged"))
        for meeting in rows.select_related("body"):
            luck = (meeting.period_first.toordinal() // 90 + len(meeting.body_id)) % 11
            if luck == 0:
                continue
            getattr(self, f"_{meeting.state}", lambda *_: None)(meeting, today, luck)

    def _expected(self, meeting, today, luck):
        if today >= meeting.period_first + 20 * DAY:
            self._plan(meeting, max(meeting.period_first + 60 * DAY, today + 20 * DAY))

    def _plan(self, meeting, day, reason=""):
        while not is_working_day(day):
            day += DAY
        plan_meeting(
            actor=self.person, meeting=meeting, starts_at=at(day), ends_at=at(day, 11), place="会议室", reason=reason
        )

    def _agenda_locked(self, meeting, today, luck):
        if today >= timezone.localdate(meeting.starts_at) - 7 * DAY:
            send_notice(actor=self.person, meeting=meeting)

    def _noticed(self, meeting, today, luck):
        if luck == 1 and today <= meeting.period_last and today < timezone.localdate(meeting.starts_at):
            postpone_meeting(actor=self.person, meeting=meeting, reason="防汛")
        elif today > timezone.localdate(meeting.starts_at):
            record_held(actor=self.person, meeting=meeting)

    def _postponed(self, meeting, today, luck):
        self._plan(meeting, meeting.period_last + 40 * DAY, reason="防汛后补开")

    def _planned(self, meeting, today, luck):
        if today >= timezone.localdate(meeting.starts_at) - 12 * DAY:
            open_agenda(actor=self.person, meeting=meeting)

    def _agenda_open(self, meeting, today, luck):
        if today >= timezone.localdate(meeting.starts_at) - 8 * DAY:
            lock_agenda(actor=self.person, meeting=meeting)


# Committed day by day: in one transaction the rows that were changed since would pile up before every look.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_six_years_of_daily_jobs_owe_everything_once(monkeypatch):
    stand_at(monkeypatch, at(FIRST, 0, 5))
    for command in ("load_corridor", "load_rotations", "load_bodies"):
        call_command(command)
    for code in TOLD:
        factories.reviewer(Region.objects.get(pk=code))
    convener = Convener(factories.person(Role.CORRIDOR_OFFICE))
    jobs, today = daily_jobs(), FIRST
    while today <= LAST:
        stand_at(monkeypatch, at(today, 0, 20))
        for job in jobs:
            job()
        stand_at(monkeypatch, at(today, 9, 30))
        convener.act(today)
        send_notices()
        if today.day == 1:
            check_the_day(today)
        today += DAY
    check_the_day(LAST)
    check_the_years()


def check_the_day(today):
    """One convener a belt, one meeting a body and period up to the next one."""
    assert sorted(conveners_on(today)) == ["central", "east", "north", "south"]
    for body in Body.objects.exclude(cadence="none"):
        following = period_of(body.cadence, period_of(body.cadence, today).last + DAY)
        wanted = [period.code for period in periods(body.cadence, body.since, following.last)]
        assert list(body.meetings.order_by("period_first").values_list("period", flat=True)) == wanted


def check_the_years():
    states = Counter(JointMeeting.objects.filter(period_last__lt=LAST).values_list("state", flat=True))
    late = [meeting for meeting in JointMeeting.objects.filter(state="held") if meeting.was_late]
    assert set(states) == {"held", "missed"}
    assert states["missed"] >= 8
    assert len(late) >= 8
    for year in range(2024, 2031):
        assert ConvenerTerm.objects.filter(year=year).count() == 4
    owed = Notice.objects.filter(due_at__lte=timezone.now(), cancelled_at=None, read_at=None)
    assert not owed.filter(mailed_at=None).exists()
    sent = Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
    assert set(sent.values()) == {1}
    assert len(sent) == Notice.objects.exclude(mailed_at=None).count() > 1000
