"""Many at once who make screens, on real connections: a place never has more than its twenty."""

import pytest

from indicators.models import Screen
from indicators.services import screens as services
from tests.indicators.world import corridor, office
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 30


@pytest.fixture
def maker(transactional_db):
    corridor()
    return office()


def making(actor, place):
    return lambda: services.make_screen(actor=actor, title="大厅", place=place, language="zh-hans")


@pytest.mark.parametrize("place", ["corridor", "belt:south", "province:500000"])
def test_of_thirty_at_once_twenty_are_made(maker, place):
    found = at_once(*[making(maker, place)] * AT_ONCE)
    assert found == {"done": services.MOST_SCREENS, "too_many_screens": AT_ONCE - services.MOST_SCREENS}
    assert Screen.objects.usable().count() == services.MOST_SCREENS == 20


def test_another_place_has_twenty_of_its_own(maker):
    halves = [making(maker, place) for place in ("belt:south", "belt:central")] * (AT_ONCE // 2)
    assert at_once(*halves) == {"done": AT_ONCE}


def test_one_that_is_revoked_meanwhile_makes_room_for_one(maker):
    at_once(*[making(maker, "corridor")] * services.MOST_SCREENS)
    first = Screen.objects.order_by("pk").first()
    services.revoke_screen(actor=maker, screen=first)
    assert at_once(*[making(maker, "corridor")] * 5) == {"done": 1, "too_many_screens": 4}
