"""Two kinds of place in one question: counties of a belt, each for as long as it sat there, and shares of provinces."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from belts.models import BeltMembership
from indicators.services.tallies import fold_deltas
from tests import factories
from tests.indicators.recount import ACTIVITY_MEASURES, Recount
from tests.indicators.world import corridor, figures, office

pytestmark = pytest.mark.django_db
MEASURES = ",".join(ACTIVITY_MEASURES)
# Each day on which a seat below is taken or given up, the days beside it, and both ends of their months.
DAYS = [
    dt.date(2024, 5, 31), dt.date(2024, 6, 1), dt.date(2025, 3, 1), dt.date(2025, 3, 9), dt.date(2025, 3, 10),
    dt.date(2025, 3, 20), dt.date(2025, 3, 21), dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 4, 30),
    dt.date(2025, 5, 1), dt.date(2025, 5, 15), dt.date(2025, 5, 16), dt.date(2025, 5, 31),
]  # fmt: skip
PERIODS = [
    (dt.date(2000, 1, 1), dt.date(2030, 12, 31)), (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    (dt.date(2025, 3, 1), dt.date(2025, 3, 31)), (dt.date(2025, 3, 9), dt.date(2025, 5, 15)),
    (dt.date(2025, 3, 10), dt.date(2025, 3, 20)), (dt.date(2025, 3, 21), dt.date(2025, 5, 2)),
    (dt.date(2025, 3, 25), dt.date(2025, 5, 30)), (dt.date(2025, 4, 1), dt.date(2025, 4, 30)),
]  # fmt: skip


@pytest.fixture
def places():
    """隆昌 leaves the south on 20 March, 荣昌 with March and is back on 16 May, 安岳 is there for ten days of March."""
    places = corridor()
    seat(places["longchang"], "south", dt.date(2024, 6, 1), dt.date(2025, 3, 20))
    seat(places["rongchang"], "south", dt.date(2024, 6, 1), dt.date(2025, 3, 31))
    seat(places["rongchang"], "south", dt.date(2025, 5, 16), None)
    seat(places["anyue"], "central", dt.date(2024, 6, 1), dt.date(2025, 3, 9))
    seat(places["anyue"], "south", dt.date(2025, 3, 10), dt.date(2025, 3, 20))
    seat(places["anyue"], "central", dt.date(2025, 3, 21), None)
    return places


def seat(region, belt, since, until):
    BeltMembership.objects.filter(region=region, since=since).delete()
    factories.BeltMembershipFactory(region=region, belt_id=belt, since=since, until=until)


def activities(places):
    """One of each county alone on each day, and one of all of them together."""
    for day in DAYS:
        for county in places.values():
            factories.ActivityFactory(lead=county, starts_on=day, verified=True, audience=7, audience_basis="named")
        lead, *partners = places.values()
        factories.ActivityFactory(lead=lead, partners=partners, starts_on=day, verified=True)
    factories.ActivityFactory(lead=places["rongchang"], starts_on=dt.date(2025, 1, 1), precision="year", verified=True)


def compare(**given):
    user, recount = office(), Recount(timezone.localdate())
    for first, last in PERIODS:
        period = {"measures": MEASURES, "first": str(first), "to": str(last)}
        for by in (("county",), ("county", "month"), ("quarter", "county")):
            for name, belts in (("belt", {"south"}), ("corridor", {"south", "central", "north"})):
                asked = period | {"by": ",".join(by), name: "south" if name == "belt" else "true"} | given
                membership = given.get("membership", "as_was")
                expected = recount.activities(by, membership, keep=keep_in(belts), first=first, last=last)
                assert figures(user, **asked) == expected, asked


def keep_in(belts):
    return lambda place: place["belt"] in belts


@pytest.mark.parametrize("folded", ["none", "some", "all"])
def test_a_county_counts_on_the_days_of_its_seat(places, folded):
    activities(places)
    if folded != "none":
        fold_deltas(most=40 if folded == "some" else 100_000)
    compare()


def test_it_counts_where_it_sits_today(places):
    activities(places)
    fold_deltas(most=40)
    compare(membership="as_is")


def test_a_moment_gives_them_as_they_stood(places):
    activities(places)
    fold_deltas(most=40)
    asked = {"measures": "activities", "by": "county", "belt": "south", "first": "2025-03-09", "to": "2025-05-20"}
    before, moment = figures(office(), **asked), timezone.now()
    factories.ActivityFactory(lead=places["longchang"], starts_on=dt.date(2025, 3, 15), verified=True)
    assert figures(office(), **asked) != before
    assert figures(office(), at=moment.isoformat(), **asked) == before


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "county", "belt": "south"},
        {"by": "county", "belt": "south", "membership": "as_is"},
        {"by": "county", "province": "500000"},
        {"by": "belt,month", "province": "500000"},
        {"by": "belt,province"},
        {"belt": "south", "province": "500000", "by": "kind"},
        {"by": "task,kind"},
        {"by": "kind,county", "task": "theory"},
        {"by": "month", "belt": "south", "task": "theory", "kind": "lecture"},
    ],
)
def test_neither_sets_of_parties_nor_records_are_read(places, asked):
    """Of these there are more the more is recorded; of places and words there are as many as ever."""
    activities(places)
    with CaptureQueriesContext(connection) as queries:
        figures(office(), measures="activities", first="2025-01-01", to="2025-12-31", **asked)
    (tallied,) = [query["sql"] for query in queries if "indicators_placetally" in query["sql"]]
    (rows,) = [part for part in re.split(r"\(SELECT (?=true|false)", tallied) if part.startswith("false")]
    assert "indicators_settally" not in rows
    assert "indicators_contribution" not in rows
