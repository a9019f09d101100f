"""From whom to whom: the tallies say what the records say, in a few milliseconds however many there are."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from accounts.reach import Reach
from activities.models import Team
from indicators.queries.pairs import hall_hours_between, lectures_between
from indicators.services.tallies import fold_deltas, recount_tallies
from tests import factories
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 5)
YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@pytest.fixture
def places():
    return corridor()


def lecture(place, *homes, **given):
    teams = [factories.TeamFactory(home_region=home) for home in homes]
    fields = {"kind": "lecture", "starts_on": DAY, "lead": place, "verified": True} | given
    return factories.ActivityFactory(place_region=place, with_teams=teams, **fields)


def booking(venue, borrower, minutes, **given):
    starts_at = timezone.make_aware(dt.datetime.combine(DAY, dt.time(9))) + dt.timedelta(days=venue.bookings.count())
    fields = {"state": "held", "borrower_region": borrower} | given
    return factories.BookingFactory(
        venue=venue, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=minutes), **fields
    )


def test_a_lecture_goes_from_each_home_of_its_teams_to_its_place(places):
    rongchang, longchang, anyue = (places[name] for name in ("rongchang", "longchang", "anyue"))
    lecture(rongchang, longchang, longchang)
    lecture(rongchang, longchang, anyue, rongchang)
    lecture(rongchang, rongchang)
    lecture(longchang, rongchang, verified=False)
    lecture(longchang, rongchang, kind="sport")
    fold_deltas(most=1)
    expected = {(longchang.pk, rongchang.pk): 2, (anyue.pk, rongchang.pk): 1}
    assert lectures_between(office(), *YEAR) == expected
    assert lectures_between(office(), DAY, DAY) == expected
    assert lectures_between(office(), DAY + dt.timedelta(days=1), YEAR[1]) == {}


def test_it_follows_the_records(places):
    rongchang, longchang, anyue = (places[name] for name in ("rongchang", "longchang", "anyue"))
    made = lecture(rongchang, longchang)
    fold_deltas()
    Team.objects.update(home_region=anyue)
    assert lectures_between(office(), *YEAR) == {(anyue.pk, rongchang.pk): 1}
    made.place_region = longchang
    made.save()
    assert lectures_between(office(), *YEAR) == {(anyue.pk, longchang.pk): 1}
    made.teams.clear()
    assert lectures_between(office(), *YEAR) == {}
    assert recount_tallies().differences == []


def test_hours_go_from_who_lends_to_who_borrows_and_halves_are_rounded_up(places):
    rongchang, longchang = places["rongchang"], places["longchang"]
    hall = factories.VenueFactory(region=longchang)
    booking(hall, rongchang, 90)
    booking(hall, rongchang, 60)
    booking(hall, longchang, 600)
    booking(hall, rongchang, 600, state="cancelled")
    fold_deltas(most=1)
    assert hall_hours_between(office(), *YEAR) == {(longchang.pk, rongchang.pk): 3}


def test_whoever_counts_only_some_places_counts_the_same_records_there(places):
    rongchang, longchang, anyue = (places[name] for name in ("rongchang", "longchang", "anyue"))
    lecture(rongchang, longchang)
    lecture(anyue, longchang)
    hall = factories.VenueFactory(region=longchang)
    booking(hall, rongchang, 150)
    booking(hall, anyue, 60)
    reader = SimpleNamespace(reach=Reach(roles=frozenset({Role.API_CLIENT}), places=frozenset({rongchang.pk})))
    assert lectures_between(reader, *YEAR) == {(longchang.pk, rongchang.pk): 1}
    assert hall_hours_between(reader, *YEAR) == {(longchang.pk, rongchang.pk): 3}
    stranger = factories.person(Role.VOLUNTEER)
    assert lectures_between(stranger, *YEAR) == hall_hours_between(stranger, *YEAR) == {}


def test_it_is_one_question_that_reads_no_record(places):
    lecture(places["rongchang"], places["longchang"])
    user = office()
    with CaptureQueriesContext(connection) as asked:
        lectures_between(user, *YEAR)
    [statement] = [query["sql"] for query in asked if "indicators_settally" in query["sql"]]
    assert "activities_activity" not in statement
