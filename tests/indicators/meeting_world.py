"""Bodies of every kind in the small corridor, their meetings, and what these decided."""

import datetime as dt
from itertools import cycle

from django.utils import timezone

from core.dated import start_of
from meetings.models import ResolutionParty
from meetings.periods import period_of
from tests import factories


def make_bodies(places):
    """A belt's, the provinces', and one of its own with 荣昌 and 武侯, which 安岳 joined in 2026."""
    camp = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    for name in ("rongchang", "wuhou"):
        factories.BodyMemberFactory(body=camp, region=places[name], since=dt.date(2024, 1, 1))
    factories.BodyMemberFactory(body=camp, region=places["anyue"], since=dt.date(2026, 1, 1))
    return {
        "south": factories.BodyFactory(belt_id="south"),
        "north": factories.BodyFactory(belt_id="north"),
        "provincial": factories.BodyFactory(
            belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级"
        ),
        "camp": camp,
    }


def meeting(body, day, state, *, held_on=None):
    """Owed for the period of ``day`` where the body has a cadence; held on ``held_on``, else on ``day``."""
    period = period_of(body.cadence, day) if body.cadence != "none" else None
    moment = start_of(held_on or day) + dt.timedelta(minutes=1)
    given = {"period": period.code, "period_first": period.first, "period_last": period.last} if period else {}
    without = state in ("expected", "missed", "postponed")
    return factories.MeetingFactory(body=body, state=state, starts_at=None if without else moment, **given)


def resolution(of, due_on, state, *regions):
    closed = {"closed_at": timezone.now()} if state == "closed" else {}
    row = factories.ResolutionFactory(meeting=of, due_on=due_on, state=state, lead=regions[0], **closed)
    for role, region in zip(cycle(["co", "counterpart"]), regions[1:], strict=False):
        ResolutionParty.objects.create(resolution=row, region=region, role=role)
    return row
