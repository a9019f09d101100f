import pytest

from accounts.models import Role
from accounts.reach import Reach, reach_of
from tests import factories


class Token:
    def __init__(self, *places, may_write=True):
        self.place_codes = frozenset(places) or None
        self.may_write = may_write


def test_posts_reach_as_far_as_their_places():
    reach = reach_of(
        [("county_logger", "500153", None), ("county_reviewer", "511083", 7), ("provincial_office", "500000", None)]
    )
    assert reach.logging == {"500153"}
    assert reach.reviewing == {"511083", "500000"}
    assert reach.provinces == {"500000"}
    assert reach.staff
    assert not reach.sees_everything


@pytest.mark.parametrize(
    ("held", "places", "left"),
    [
        ("500153", ["500153"], {"500153"}),
        ("500153", ["511083"], set()),
        ("500153", ["500000"], {"500153"}),  # a province covers its counties
        ("500000", ["500153", "511083"], {"500153"}),
        ("500153", [], {"500153"}),  # the whole corridor
    ],
)
def test_a_token_narrows_the_rights_of_its_account_to_its_places(held, places, left):
    reach = reach_of([("api_client", held, None)], Token(*places))
    assert reach.logging == left


def test_a_token_with_places_is_no_corridor_office():
    posts = [("corridor_office", None, None), ("api_client", None, None)]
    assert reach_of(posts, Token()).sees_everything
    assert not reach_of(posts, Token("500153")).sees_everything


def test_only_reading_is_part_of_the_reach():
    assert reach_of([], Token("500153", may_write=False)).token_is_read_only
    assert not reach_of([]).token_is_read_only


def test_without_a_post_nothing_is_seen():
    assert not reach_of([]).staff
    assert not reach_of([("volunteer", None, None)]).staff


@pytest.mark.django_db
def test_an_account_switched_off_reaches_nothing():
    person = factories.logger(factories.CountyFactory(), is_active=False)
    assert person.reach == Reach()
    assert factories.person(Role.AUDITOR).reach.sees_everything


def test_a_venue_manager_has_the_venues_of_the_unit_or_else_of_the_county():
    reach = reach_of([("venue_manager", "500153", 7), ("venue_manager", "511083", None)])
    assert (reach.managed_units, reach.managing) == ({7}, {"511083"})
    assert not reach.counties
