"""A belt whose body meets every quarter, its people, and the moments that tests stand at."""

import datetime as dt

from django.utils import timezone

from meetings.services.planning import plan_meeting
from tests import factories

TODAY = dt.date(2026, 11, 28)


def at(day, hour=9, minute=0):
    """A moment here; ``day`` is a date or "2026-12-15"."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def stand_at(monkeypatch, moment):
    """Everything asks ``timezone.now``."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def expected(body, code="2026Q4", **fields):
    """The meeting of a quarter before anybody planned it."""
    year, quarter = int(code[:4]), int(code[-1])
    first = dt.date(year, quarter * 3 - 2, 1)
    last = dt.date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - dt.timedelta(days=1)
    values = {"host": None, "state": "expected", "starts_at": None} | fields
    return factories.MeetingFactory(body=body, period=code, period_first=first, period_last=last, **values)


def planned(body, actor, day="2026-12-15", **fields):
    """Through the service, as a convener does."""
    values = {"starts_at": at(day), "ends_at": at(day, 11), "place": "荣昌区行政中心"} | fields
    return plan_meeting(actor=actor, meeting=expected(body), **values)
