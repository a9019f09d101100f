"""What the two ways to say “counted and visible” must agree on, for every persona and for tokens."""

import pytest

from accounts.reach import Reach
from activities.models import Activity
from tests import factories
from tests.matrix import PERSONAS
from tests.matrix.people import make_world

pytestmark = pytest.mark.django_db

PLACES = [frozenset(), frozenset({"500153"}), frozenset({"510000"})]


def test_counted_and_visible_is_the_same_in_few_words_and_in_many():
    world = make_world()
    factories.ActivityFactory(verified=True, lead=world["other"])
    for persona in set(PERSONAS) - {"anonymous"}:
        few, many = both_ways(world[persona])
        assert few == many, persona


@pytest.mark.parametrize("places", PLACES)
def test_the_places_of_a_token_limit_both(places):
    world = make_world()
    factories.ActivityFactory(verified=True, lead=world["other"])
    user = world["corridor_office"]
    user.reach = Reach(roles=frozenset({"corridor_office"}), corridor_office=True, places=places)
    few, many = both_ways(user)
    assert few == many


def both_ways(user):
    return set(Activity.objects.counted_visible_to(user)), set(Activity.objects.visible_to(user).counted())
