"""Many at once, on real connections: a year is published once, a report imported once, a warning owed once."""

import datetime as dt

import pytest

from accounts.models import Notice
from core.dated import start_of
from core.holidays.services import publish_calendar_year
from core.models import CalendarDay, CalendarYear
from meetings.models import JointMeeting
from meetings.services.guesses import recheck_guesses
from meetings.services.importing import import_meeting
from tests import factories
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
FESTIVAL = dt.date(2031, 3, 19)
DAYS = [(FESTIVAL, "holiday", "测试节"), (dt.date(2031, 3, 22), "workday", "测试节")]


def publish(**changes):
    publish_calendar_year(**({"actor": None, "year": 2031, "days": DAYS, "source": "通知"} | changes))


def test_the_same_year_from_four_windows_is_published_once():
    assert at_once(*[publish] * 4) == {"done": 4}
    assert CalendarYear.objects.get().version == 1
    assert CalendarDay.objects.count() == 2


def test_of_two_different_tables_read_at_the_same_version_one_is_refused():
    other = [(FESTIVAL, "rest", "")]
    done = at_once(lambda: publish(version=0), lambda: publish(version=0, days=other, source="其他"))
    assert done == {"done": 1, "stale": 1}
    assert CalendarDay.objects.values("source").distinct().count() == 1


def test_a_report_that_two_import_is_one_meeting():
    body = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    given = {"actor": None, "body": body, "day": dt.date(2020, 4, 23), "precision": "day", "source": "报道"}
    assert at_once(*[lambda: import_meeting(title="座谈会", **given)] * 4) == {"done": 4}
    assert JointMeeting.objects.count() == 1


def test_two_workers_warn_once():
    county = factories.CountyFactory(code="500153", name="荣昌区")
    factories.reviewer(county)
    meeting = factories.MeetingFactory(host=county, starts_at=start_of(FESTIVAL), date_is_guess=True)
    publish()
    assert at_once(*[recheck_guesses] * 3) == {"done": 3}
    meeting.refresh_from_db()
    assert not meeting.date_is_guess
    assert Notice.objects.count() == 1
