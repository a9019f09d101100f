"""Counted once, credited to each: the worked examples of the domain."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from indicators.queries import answer
from tests import factories
from tests.indicators.world import ask, corridor, figures, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def record(lead, *partners, **fields):
    return factories.ActivityFactory(verified=True, lead=lead, partners=partners, **fields)


def counts(cells, measure="activities"):
    return {codes[0] if len(codes) == 1 else codes: values[measure] for codes, values in cells.items()}


def test_a_joint_record_counts_once_and_is_credited_to_each(places):
    record(places["rongchang"], places["longchang"], audience=120, audience_basis="counted")
    user = office()
    by = {name: counts(figures(user, by=name)[0]) for name in ("corridor", "province", "belt", "county")}
    assert by == {
        "corridor": {"corridor": 1},
        "province": {"500000": 1, "510000": 1},
        "belt": {"south": 1},
        "county": {"500153": 1, "511083": 1},
    }
    cells, total = figures(user, by="county", measures="activities,audience_counted,cross_province")
    assert total == {"activities": 1, "audience_counted": 120, "cross_province": 1}
    assert cells["500153",] == cells["511083",] == total


def test_a_record_of_two_belts_counts_once_in_each_and_once_in_the_total(places):
    record(places["rongchang"], places["anyue"], places["longchang"])
    cells, total = figures(office(), by="belt")
    assert counts(cells) == {"south": 1, "central": 1}
    assert total == {"activities": 1}


def test_two_units_of_one_county_are_one_county(places):
    activity = record(places["rongchang"], audience=50, audience_basis="named")
    unit = factories.UnitFactory(region=places["rongchang"])
    activity.parties.create(region=places["rongchang"], unit=unit, role="partner")
    cells, total = figures(office(), by="county", measures="activities,audience_named")
    assert cells == {("500153",): {"activities": 1, "audience_named": 50}}
    assert total == {"activities": 1, "audience_named": 50}


def test_places_of_a_row_are_of_one_party(places):
    record(places["rongchang"], places["longchang"])
    assert counts(figures(office(), by="province,county")[0]) == {("500000", "500153"): 1, ("510000", "511083"): 1}


def test_the_abolished_county_keeps_its_records_and_its_belt(places):
    record(places["yubei"], starts_on=dt.date(2024, 9, 25))
    user = office()
    for membership in ("as_was", "as_is"):
        cells, total = figures(user, by="belt,county", membership=membership)
        assert counts(cells) == {("north", "500112"): 1}
        assert total == {"activities": 1}


def test_before_the_belts_began_a_record_counts_in_the_total_only(places):
    record(places["rongchang"], starts_on=dt.date(2024, 5, 31))
    user = office()
    cells, total = figures(user, by="belt")
    assert counts(cells) == {None: 1}
    assert total == {"activities": 1}
    assert counts(figures(user, by="corridor")[0]) == {None: 1}
    assert counts(figures(user, by="belt", membership="as_is")[0]) == {"south": 1}
    assert counts(figures(user, by="corridor", membership="as_is")[0]) == {"corridor": 1}


def test_a_county_that_changes_its_belt_takes_only_later_records_along(places):
    record(places["anyue"], starts_on=dt.date(2025, 1, 1))
    places["anyue"].belt_memberships.update(until=dt.date(2025, 12, 31))
    factories.BeltMembershipFactory(region=places["anyue"], belt_id="south", since=dt.date(2026, 1, 1))
    record(places["anyue"], starts_on=dt.date(2026, 1, 1))
    user = office()
    assert counts(figures(user, by="belt")[0]) == {"central": 1, "south": 1}
    assert counts(figures(user, by="belt", membership="as_is")[0]) == {"south": 2}


def test_what_is_known_to_the_year_has_no_quarter_and_no_month(places):
    year = {"starts_on": dt.date(2025, 1, 1), "ends_on": dt.date(2025, 12, 31), "precision": "year"}
    month = {"starts_on": dt.date(2025, 5, 1), "ends_on": dt.date(2025, 5, 31), "precision": "month"}
    for fields in (year, month):
        record(places["rongchang"], **fields)
    user = office()
    assert counts(figures(user, by="year")[0]) == {"2025": 2}
    assert counts(figures(user, by="quarter")[0]) == {None: 1, "2025-Q2": 1}
    assert counts(figures(user, by="month")[0]) == {None: 1, "2025-05": 1}


def test_place_filters_choose_the_parties_that_are_credited(places):
    record(places["rongchang"], places["anyue"])
    record(places["anyue"], places["rongchang"])
    user = office()
    assert counts(figures(user, by="county", belt="south")[0]) == {"500153": 2}
    assert counts(figures(user, by="county", role="lead")[0]) == {"500153": 1, "512021": 1}
    assert counts(figures(user, by="county", province="510000", role="lead")[0]) == {"512021": 1}
    assert counts(figures(user, by="county", corridor="true")[0]) == {"500153": 2, "512021": 2}
    assert figures(user, belt="south", role="lead")[1] == {"activities": 1}
    assert counts(figures(user, by="county", with_region="500153")[0]) == {"500153": 2, "512021": 2}


def test_teams_works_and_brands_count_for_the_regions_of_their_people(places):
    team = factories.TeamFactory(home_region=places["rongchang"], since=dt.date(2025, 2, 1))
    for home in ("rongchang", "longchang", "longchang"):
        factories.TeamMemberFactory(team=team, home_region=places[home])
    factories.TeamFactory(home_region=places["anyue"], since=dt.date(2024, 1, 1))
    work = factories.WorkFactory(home_region=places["rongchang"], since=dt.date(2025, 2, 1))
    work.authors.create(name="作者", home_region=places["anyue"])
    factories.BrandFactory(home_region=None, since=dt.date(2025, 2, 1))
    measures = "teams,cross_region_teams,works,brands"
    cells, total = figures(office(), by="county", measures=measures, first="2025-01-01")
    assert total == {"teams": 1, "cross_region_teams": 1, "works": 1, "brands": 1}
    assert cells == {
        ("500153",): {"teams": 1, "cross_region_teams": 1, "works": 1, "brands": 0},
        ("511083",): {"teams": 1, "cross_region_teams": 1, "works": 0, "brands": 0},
        ("512021",): {"teams": 0, "cross_region_teams": 0, "works": 1, "brands": 0},
        (None,): {"teams": 0, "cross_region_teams": 0, "works": 0, "brands": 1},
    }
    assert figures(office(), measures=measures, region="512021")[1] == total | {"cross_region_teams": 0, "brands": 0}


def test_only_verified_records_count_unless_all_are_asked_for(places):
    record(places["rongchang"])
    factories.ActivityFactory(lead=places["rongchang"], state="submitted")
    factories.ActivityFactory(lead=places["anyue"], state="submitted")
    county = factories.logger(places["rongchang"])
    assert figures(county)[1] == {"activities": 1}
    assert figures(county, state="all")[1] == {"activities": 2}
    assert figures(office(), state="all")[1] == {"activities": 3}


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"measures": "visitors"}, "measures", "unknown_measure"),
        ({"by": "village"}, "by", "unknown_dimension"),
        ({"by": "belt,county,year,month"}, "by", "too_many_dimensions"),
        ({"state": "draft"}, "state", "unknown_state"),
        ({"measures": "teams,lectures", "by": "kind"}, "by", "measure_dimension_mismatch"),
        ({"measures": "works", "touring": "true"}, "touring", "measure_filter_mismatch"),
        ({"measures": "bookings", "by": "kind"}, "by", "measure_dimension_mismatch"),
        ({"measures": "venues,booked_hours", "by": "task"}, "by", "measure_dimension_mismatch"),
        ({"measures": "meetings_held,resolutions_open", "by": "kind"}, "by", "measure_dimension_mismatch"),
        ({"measures": "meetings_missed", "touring": "true"}, "touring", "measure_filter_mismatch"),
        ({"measures": "cross_border_hours", "role": "lead"}, "role", "measure_filter_mismatch"),
        ({"belt": "west"}, "belt", "invalid_choice"),
        ({"first": "2025-13-01"}, "from", "invalid"),
        ({"first": "2025-02-01", "to": "2025-01-01"}, "to", "period_reversed"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_code(places, given, field, code):
    with pytest.raises(ValidationError) as refusal:
        ask(office(), **given)
    assert [error.code for error in refusal.value.error_dict[field]] == [code]


def test_an_unknown_parameter_is_refused(places):
    with pytest.raises(ValidationError) as refusal:
        ask(office(), county="500153")
    assert refusal.value.code == "unknown_parameter"


def test_only_those_who_keep_records_count_unverified_ones():
    with pytest.raises(ValidationError) as refusal:
        ask(factories.person(Role.SYSTEM_ADMINISTRATOR), state="all")
    assert refusal.value.error_dict["state"][0].code == "state_not_allowed"


def test_too_many_cells_are_refused(places, monkeypatch):
    monkeypatch.setattr("indicators.queries.counting.MOST_CELLS", 1)
    record(places["rongchang"], places["longchang"])
    with pytest.raises(ValidationError) as refusal:
        figures(office(), by="county")
    assert refusal.value.code == "too_many_cells"


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_and_total_are_one_statement(places, rows):
    for _row in range(rows):
        record(places["rongchang"], places["longchang"])
    user = office()
    question = ask(user, by="belt,month,kind", measures="lectures,cross_province", belt="south")
    with CaptureQueriesContext(connection) as queries:
        answer(question)
    counting = [query["sql"] for query in queries if "indicators_placetally" in query["sql"]]
    assert len(counting) == 1
    assert len(queries) <= 6
