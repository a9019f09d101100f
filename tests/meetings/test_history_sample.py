"""The demo's two years of meetings: every fate is there, and a second run changes nothing."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Notice, User
from meetings.models import Handover, JointMeeting, Minutes, Resolution
from meetings.queries.handover import ending_terms
from meetings.services.sample import load_history


def owed_now():
    """Terms that end within a month: their handover is open."""
    return [term for term in ending_terms(timezone.localdate()) if term.until >= timezone.localdate()]


@pytest.mark.slow
@pytest.mark.django_db
def test_two_years_of_meetings_are_told_once(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    for command in ("load_corridor", "load_rotations", "load_bodies", "load_people", "load_history"):
        call_command(command)
    states = Counter(JointMeeting.objects.exclude(period=None).values_list("state", flat=True))
    assert states["missed"] == 2
    assert states["merged"] == 1
    assert states["issued"] > 30
    assert sum(row.was_late for row in JointMeeting.objects.all()) == 2
    assert set(Resolution.objects.values_list("state", flat=True)) == {"open", "reported", "closed"}
    assert {row.closed_by_id for row in Resolution.objects.filter(state="closed")} <= set(
        User.objects.values_list("pk", flat=True)
    )
    assert all(row.cross_border for row in Resolution.objects.filter(state="closed"))
    accepted = Handover.objects.filter(term__until__lt=timezone.localdate())
    assert set(accepted.values_list("state", flat=True)) == {"accepted"}
    assert accepted.count() >= 8, "four belts, of two years at least"
    for row in accepted.select_related("term"):
        day = timezone.localdate(row.state_since)
        assert row.term.until - dt.timedelta(days=20) < day < row.term.until + dt.timedelta(days=60)
        assert row.handed_over_by != row.accepted_by
        assert row.contents["meetings"], "of its own year"
        assert {line["state"] for line in row.contents["meetings"]} <= {"issued", "missed", "merged"}
    assert Handover.objects.exclude(state="accepted").count() == len(owed_now())
    before = (states, Minutes.objects.count(), Resolution.objects.count(), Notice.objects.count())
    handovers = list(Handover.objects.order_by("pk").values())
    assert load_history() == 0
    again = Counter(JointMeeting.objects.exclude(period=None).values_list("state", flat=True))
    assert list(Handover.objects.order_by("pk").values()) == handovers
    assert (again, Minutes.objects.count(), Resolution.objects.count(), Notice.objects.count()) == before
