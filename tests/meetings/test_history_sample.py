"""The demo's two years of meetings: every fate is there, and a second run changes nothing."""

from collections import Counter

import pytest
from django.core.management import call_command

from accounts.models import Notice, User
from meetings.models import JointMeeting, Minutes, Resolution
from meetings.services.sample import load_history


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
    before = (states, Minutes.objects.count(), Resolution.objects.count(), Notice.objects.count())
    assert load_history() == 0
    again = Counter(JointMeeting.objects.exclude(period=None).values_list("state", flat=True))
    assert (again, Minutes.objects.count(), Resolution.objects.count(), Notice.objects.count()) == before
