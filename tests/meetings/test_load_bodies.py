"""The bodies of every installation: loaded once; a real portal begins with the period in which it is installed."""

import datetime as dt

import pytest
from django.core.management import call_command

from meetings.models import Body, ColourPolicy
from meetings.periods import period_of
from tests import factories
from tests.meetings.sessions import at, stand_at


@pytest.fixture(autouse=True)
def _belts(db):
    factories.chongqing()
    for code in ("south", "central", "north", "east"):
        factories.BeltFactory(code=code)


def test_bodies_and_the_policy_are_loaded_once():
    call_command("load_bodies")
    call_command("load_bodies")
    assert set(Body.objects.values_list("pk", flat=True)) == {"provincial", "south", "central", "north", "east"}
    assert Body.objects.get(pk="south").since == dt.date(2024, 6, 1)
    assert Body.objects.get(pk="south").above_id == "provincial"
    assert ColourPolicy.objects.get().body is None


def test_a_real_portal_expects_nothing_of_the_time_before_it(settings, monkeypatch):
    settings.PRODUCTION = True
    today = dt.date(2027, 5, 12)
    stand_at(monkeypatch, at(today))
    call_command("load_bodies")
    assert Body.objects.get(pk="south").since == period_of("quarter", today).first == dt.date(2027, 4, 1)
    assert Body.objects.get(pk="provincial").since == dt.date(2027, 1, 1)
