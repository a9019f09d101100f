import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import ApiToken, Role
from accounts.reach import reach_of
from tests import factories
from tests.venues.lending import LibraryFactory, borrowed, kept, moment, recount, returned, take, three_libraries
from venues.models import Library, LibraryDay, LibraryHorizon, LibraryItem, LibraryMovement
from venues.queries.libraries import known_members, member_series, published_counts
from venues.queries.library_figures import figures, lending_facts, readers_of, stays
from venues.queries.library_flows import flows, matrix_of
from venues.queries.library_gaps import days_of, gaps_of, last_due_day, work_for
from venues.services.libraries import change_library, create_library, load_libraries
from venues.services.library_closing import close_day, close_old_days, last_day_to_close
from venues.services.library_days import declare_day

pytestmark = pytest.mark.django_db
MARCH = dt.date(2025, 3, 1)
MONTH = {"first": MARCH, "last": MARCH}


@pytest.fixture
def actor():
    return factories.UserFactory()


def refused(action, **arguments):
    with pytest.raises(ValidationError) as caught:
        action(**arguments)
    found = caught.value.error_dict.values() if hasattr(caught.value, "error_dict") else [caught.value.error_list]
    return {error.code for errors in found for error in errors}


# --- members ---


def test_a_library_is_registered_with_its_reason_in_the_history(actor):
    county = factories.CountyFactory(code="500153")
    library = create_library(actor=actor, code="rc-01", name="荣昌区图书馆", region=county, source="公告")
    assert (library.code, library.since) == ("RC-01", None)
    assert library.events.get().pgh_context["reason"] == "公告"


def test_what_a_library_may_not_be(actor):
    library = LibraryFactory(code="RC-01", since=dt.date(2024, 1, 1))
    change = {"actor": actor, "library": library}
    assert refused(change_library, **change, code="荣昌") == {"library_code"}
    assert refused(change_library, **change, until=dt.date(2023, 1, 1)) == {"period_reversed"}
    with pytest.raises(ValidationError, match="while the library is a member"):
        change_library(**change, delivers_since=dt.date(2023, 1, 1))
    assert refused(change_library, **change, region=factories.CountyFactory(province=factories.sichuan())) == {
        "library_province_fixed"
    }
    assert refused(change_library, **change, unit=factories.UnitFactory(kind="library")) == {"library_unit_elsewhere"}
    assert refused(change_library, **change, code=LibraryFactory().code) == {"unique"}


def test_a_library_goes_over_to_the_successor_of_its_region(actor):
    library = LibraryFactory(region=factories.CountyFactory(code="500112"))
    change_library(actor=actor, library=library, region=factories.CountyFactory(code="500157"), reason="区划调整")
    assert library.events.count() == 2


def test_those_known_by_name_are_loaded_once_and_then_left_to_people(actor):
    call_command("load_corridor", verbosity=0)
    assert len(load_libraries()) == 7
    hechuan = Library.objects.get(code="500117-01")
    assert hechuan.since is None
    change_library(actor=actor, library=hechuan, name="重庆市合川区图书馆", reason="更名")
    assert load_libraries() == []
    hechuan.refresh_from_db()
    assert hechuan.name == "重庆市合川区图书馆"


def test_what_was_published_stands_beside_what_is_known_and_is_never_mixed_with_it():
    assert [(count.as_of.isoformat()[:7], count.known_to, count.count) for count in published_counts()] == [
        ("2024-01", "year", 129),
        ("2025-01", "month", 174),
        ("2025-12", "month", 249),
    ]
    LibraryFactory(since=dt.date(2021, 6, 1), until=dt.date(2025, 6, 30))
    LibraryFactory(since=dt.date(2025, 1, 31))
    LibraryFactory(since=None)
    assert [(known.dated, known.undated) for _published, known in member_series()] == [(1, 1), (2, 1), (1, 1)]
    assert known_members(dt.date(2020, 1, 1)).dated == 0


# --- figures ---


@pytest.fixture
def busy_month():
    """Three loans, two returns across a border, one within a province."""
    rongchang, hechuan, longchang = three_libraries()
    movements = [
        borrowed(rongchang, "1", moment("2025-03-01"), "A"),
        borrowed(rongchang, "2", moment("2025-03-01"), "B", home=hechuan, reader="cd" * 32),
        borrowed(rongchang, "3", moment("2025-03-02"), "C", home=longchang),
        returned(longchang, "1", moment("2025-03-05"), "A", owner=rongchang),
        returned(longchang, "2", moment("2025-03-05"), "B", owner=rongchang),
        returned(hechuan, "1", moment("2025-03-06"), "C", owner=rongchang),
        borrowed(longchang, "3", moment("2025-04-01"), "A", owner=rongchang),
    ]
    take(*movements)
    return rongchang, hechuan, longchang


def test_figures_are_counted_once_and_credited_to_both_places(busy_month):
    rongchang, hechuan, _longchang = busy_month
    whole = figures(**MONTH)
    assert (whole.loans, whole.returns, whole.cross_library_loans, whole.cross_library_returns) == (3, 3, 2, 3)
    assert (whole.cross_province_loans, whole.cross_province_returns) == (1, 2)
    of_each = [figures(**MONTH, libraries=[library.pk]) for library in busy_month]
    assert [(found.loans, found.returns) for found in of_each] == [(3, 0), (0, 1), (0, 2)]
    assert [found.cross_library_returns for found in of_each] == [3, 1, 2]  # 6 in all, and 3 happened
    assert figures(**MONTH, libraries=[rongchang.pk, hechuan.pk]).cross_library_returns == 3
    assert figures(first=MARCH, last=dt.date(2025, 4, 1)).loans == 4
    assert readers_of(library=rongchang.pk, month=MARCH) == 2


def test_items_that_live_where_they_are_not_owned(busy_month):
    rongchang, _hechuan, longchang = busy_month
    assert stays().elsewhere == 3
    of_longchang = stays(libraries=[longchang.pk])
    assert (of_longchang.elsewhere, of_longchang.lent_out, of_longchang.guests, of_longchang.on_loan) == (2, 0, 2, 1)
    assert stays(libraries=[rongchang.pk]).lent_out == 3


def test_the_flow_from_to_by_library_county_and_province(busy_month):
    by_library = {(flow.source, flow.target): flow for flow in flows(level="library", **MONTH)}
    assert by_library["RC", "LC"].moved == by_library["RC", "LC"].returns == 2
    assert by_library["LC", "RC"].loans == 1
    first = flows(level="province", **MONTH)[0]
    assert (first.source, first.target, first.moved) == ("500000", "510000", 2)
    by_county = flows(level="county", **MONTH)
    assert by_county[0].source_name == "荣昌区"
    matrix = matrix_of(by_county)
    assert [name for name, _cells in matrix.rows] == ["合川区", "荣昌区", "隆昌市"]
    assert matrix.rows[1][1][2].moved == 2
    assert len(flows(level="library", **MONTH, most=1)) == 1
    assert matrix_of([]) is None


def test_a_cube_gets_lines_by_month_kind_and_pair_of_places(busy_month):
    lines = lending_facts(first=MARCH, last=dt.date(2025, 4, 1))
    assert sum(line.number for line in lines) == 7
    across = [line for line in lines if line.source_province != line.target_province and line.kind == "returned"]
    assert [(line.source_region, line.target_region, line.number) for line in across] == [("500153", "511083", 2)]


# --- days and gaps ---


def test_a_missing_day_is_an_alarm_until_it_comes_or_is_declared_empty(actor):
    due = last_due_day()
    library = LibraryFactory(delivers_since=due - dt.timedelta(days=2))
    LibraryFactory()  # of which nothing is expected
    assert {
        key: (gap.days, gap.first) for key, gap in gaps_of(Library.objects.values_list("pk", flat=True)).items()
    } == {library.pk: (3, due - dt.timedelta(days=2))}
    take(borrowed(library, "1", moment(due)))
    declare_day(actor=actor, library=library, day=due - dt.timedelta(days=2), transactions=0)
    assert gaps_of([library.pk])[library.pk].first == due - dt.timedelta(days=1)
    states = [day.state for day in days_of(library, first=due - dt.timedelta(days=3), last=due + dt.timedelta(days=1))]
    assert states == ["not_due", "complete", "missing", "complete", "not_expected"]


def test_a_day_of_which_too_little_came_is_incomplete(actor):
    due = last_due_day()
    library = LibraryFactory(delivers_since=due)
    take(borrowed(library, "1", moment(due)))
    day = declare_day(actor=actor, library=library, day=due, transactions=2)
    assert not day.is_complete
    assert gaps_of([library.pk])[library.pk].days == 1
    take(returned(library, "2", moment(due, "12:00")))
    assert gaps_of([library.pk]) == {}


def test_a_library_that_left_owes_no_days(actor):
    due = last_due_day()
    library = LibraryFactory(delivers_since=due - dt.timedelta(days=5), until=due - dt.timedelta(days=4))
    assert gaps_of([library.pk])[library.pk].days == 2
    assert refused(declare_day, actor=actor, library=library, day=due, transactions=0) == {"not_a_member_then"}
    future = due + dt.timedelta(days=9)
    assert refused(declare_day, actor=actor, library=library, day=future, transactions=0) == {"moment_in_the_future"}


def test_gaps_wait_for_the_county_and_the_province_and_for_nobody_else():
    library = LibraryFactory(delivers_since=last_due_day(), region=factories.CountyFactory(code="500153"))
    waiting = [factories.logger(library.region), factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())]
    others = [
        factories.logger(factories.CountyFactory()),
        factories.person(Role.PROVINCIAL_OFFICE, factories.sichuan()),
        factories.person(Role.CORRIDOR_OFFICE),
        factories.person(),
    ]
    for person in waiting:
        [item] = work_for(person)
        assert (item.title, item.due) == (library.name, last_due_day() + dt.timedelta(days=1))
    assert [item for person in others for item in work_for(person)] == []


# --- closing ---


def test_closing_keeps_figures_and_custody_and_takes_no_older_rows():
    rongchang, hechuan, longchang = three_libraries()
    before = [
        borrowed(rongchang, "1", moment("2025-03-01"), "A"),
        returned(longchang, "1", moment("2025-03-02"), "A", owner=rongchang),
        borrowed(rongchang, "2", moment("2025-03-02"), "B"),
        borrowed(rongchang, "3", moment("2025-03-02"), "C"),
        returned(rongchang, "4", moment("2025-03-03"), "C"),
    ]
    after = [
        returned(hechuan, "1", moment("2025-03-04"), "B", owner=rongchang),
        borrowed(longchang, "2", moment("2025-03-05"), "A", owner=rongchang),
    ]
    take(*before)
    counted = kept()
    close_day(day=dt.date(2025, 3, 3))
    assert LibraryHorizon.objects.get().open_since == dt.date(2025, 3, 4)
    assert not LibraryMovement.objects.exists()
    now = kept()
    assert {name: now[name] for name in ("items", "flows", "days", "stays")} == {
        name: counted[name] for name in ("items", "flows", "days", "stays")
    }
    take(after[1])
    take(after[0])  # late, so its item is walked again from the day that opens the rest
    late = returned(rongchang, "5", moment("2025-03-04", "08:00"), "C")
    assert take(late).verdicts == ["returned_before_borrowed"]
    whole = recount([*before, *after, late])
    now = kept()
    assert {name: now[name] for name in ("items", "flows", "days", "stays")} == {
        name: whole[name] for name in ("items", "flows", "days", "stays")
    }


def test_closing_again_from_what_was_closed():
    rongchang, _hechuan, longchang = three_libraries()
    rows = [
        borrowed(rongchang, "1", moment("2025-03-01"), "A"),
        returned(longchang, "1", moment("2025-03-02"), "A", owner=rongchang),
        borrowed(longchang, "2", moment("2025-03-03"), "A", owner=rongchang),
        returned(rongchang, "2", moment("2025-03-04"), "A"),
    ]
    for row in rows:
        take(row)
        close_day(day=dt.datetime.fromisoformat(row.at).date())
    assert kept()["flows"] == recount(rows)["flows"]
    assert not LibraryItem.objects.exists()  # home again, and nothing of it is open


def test_old_days_close_one_by_one(settings):
    settings.LIBRARY_MONTHS = 2
    today = dt.date(2025, 6, 10)
    assert last_day_to_close(today) == dt.date(2025, 3, 31)
    library = LibraryFactory()
    take(*(borrowed(library, day, moment(f"2025-{day}"), day) for day in ("03-01", "03-31", "04-01")))
    close_old_days(today=today)
    close_old_days(today=today)
    assert [row.number for row in LibraryMovement.objects.all()] == ["04-01"]
    assert LibraryHorizon.objects.get().open_since == dt.date(2025, 4, 1)
    assert LibraryDay.objects.count() == 3


# --- rights ---


def test_staff_see_all_libraries_and_keep_those_of_their_places():
    rongchang = three_libraries()[0]

    def codes(rows):
        return sorted(rows.values_list("code", flat=True))

    def keeps(role, region=None):
        return codes(Library.objects.manageable_by(factories.person(role, region)))

    county = factories.logger(rongchang.region)
    assert codes(Library.objects.visible_to(county)) == ["HC", "LC", "RC"]
    assert codes(Library.objects.visible_to(factories.person())) == []
    assert codes(Library.objects.visible_to(factories.person(Role.VOLUNTEER))) == []
    assert keeps(Role.COUNTY_LOGGER, rongchang.region) == keeps(Role.COUNTY_REVIEWER, rongchang.region) == ["RC"]
    assert keeps(Role.PROVINCIAL_OFFICE, factories.chongqing()) == ["HC", "RC"]
    assert keeps(Role.PROVINCIAL_OFFICE, factories.sichuan()) == ["LC"]
    assert keeps(Role.CORRIDOR_OFFICE) == ["HC", "LC", "RC"]
    assert keeps(Role.AUDITOR) == keeps(Role.SYSTEM_ADMINISTRATOR) == []


def test_a_token_keeps_the_libraries_of_its_places_alone():
    rongchang = three_libraries()[0]
    system = factories.person(Role.API_CLIENT, factories.chongqing())
    system.reach = reach_of([("api_client", "500000", None)], _token(["500153"]))
    assert list(Library.objects.manageable_by(system)) == [rongchang]
    assert list(Library.objects.visible_to(system)) == [rongchang]
    system.reach = reach_of([("api_client", "500000", None)], _token(["511083"]))
    assert list(Library.objects.manageable_by(system)) == []
    system.reach = reach_of([("api_client", "500000", None)], _token(["500153"], may_write=False))
    assert list(Library.objects.manageable_by(system)) == []


def _token(codes, *, may_write=True):
    token = ApiToken(may_write=may_write)
    token.place_codes = frozenset(codes)
    return token
