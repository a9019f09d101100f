"""The page of statistics, the year report, and the panels on the pages of others."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from activities.filters import ActivityFilter
from activities.models import Activity
from core.panels import panels_for
from indicators.boards.figures import change_of
from indicators.models import TallyState
from indicators.queries import answer
from indicators.queries.links import rows_url
from indicators.queries.rule import rule_of
from indicators.queries.table import table_of
from tests import factories
from tests.indicators.recount import ACTIVITY_MEASURES
from tests.indicators.world import ask, corridor, office
from venues.models import Booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def joint(places, **fields):
    partners = fields.pop("partners", [places["longchang"]])
    return factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=partners, **fields)


def many(places):
    """Records of every sort that a link has to tell apart."""
    home = factories.TeamFactory(home_region=places["longchang"])
    brand = factories.BrandFactory()
    joint(places, audience=10, audience_basis="named", brand=brand)
    joint(places, audience=20, audience_basis="counted", with_teams=[home], place_region=places["rongchang"])
    joint(places, kind="mass_culture", task="", partners=[places["wuhou"], places["anyue"]])
    joint(places, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 12, 31), precision="year")
    joint(places, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 1, 31), precision="month", partners=[])
    factories.ActivityFactory(verified=True, lead=places["yubei"], starts_on=dt.date(2024, 5, 31))
    factories.ActivityFactory(verified=True, lead=factories.chongqing(), partners=[places["beibei"]])
    factories.ActivityFactory(lead=places["rongchang"], state="submitted")


def count_of(user, url, measure):
    """What the rows behind a link say for this measure."""
    request = RequestFactory().get(url)
    request.user = user
    filters = ActivityFilter(QueryDict(urlsplit(url).query), Activity.objects.visible_to(user), request=request)
    assert filters.is_valid(), filters.errors
    rows = list(filters.qs)
    return sum(row.audience for row in rows) if measure.startswith("audience_") else len(rows)


@pytest.mark.parametrize("membership", ["as_was", "as_is"])
@pytest.mark.parametrize(
    "given",
    [
        {"by": "corridor,quarter"},
        {"by": "province,belt"},
        {"by": "county,month"},
        {"by": "kind,task,brand"},
        {"by": "year", "belt": "south"},
        {"by": "county", "role": "lead", "kind": "lecture"},
        {"by": "belt", "with_region": "511083", "first": "2025-02-01"},
        {"by": "month", "first": "2025-03-01", "to": "2025-03-20"},
        {"by": "county,kind", "state": "all"},
        {"by": "corridor", "corridor": "false"},
    ],
)
def test_every_link_leads_to_exactly_the_rows_it_counts(places, given, membership):
    many(places)
    user = office()
    question = ask(user, measures=",".join(ACTIVITY_MEASURES), membership=membership, **given)
    made = answer(question)
    assert made.total["activities"]
    led = 0
    for codes, values in [((), made.total), *((row.codes, row.values) for row in made.rows)]:
        for measure, value in values.items():
            url = rows_url(question, measure, codes)
            if value and url:
                assert count_of(user, url, measure) == value, (codes, measure, url)
                led += 1
            assert url or not value or None in codes, (codes, measure)
    assert led


@pytest.mark.parametrize("by", ["", "county,month", "province,year", "quarter"])
@pytest.mark.parametrize("given", [{}, {"region": "500153"}, {"first": "2025-01-01", "to": "2025-12-31"}])
def test_figures_of_teams_works_and_brands_lead_to_their_lists(client, places, by, given):
    team = factories.TeamFactory(home_region=places["rongchang"], since=dt.date(2025, 2, 1))
    for home in ("rongchang", "longchang"):
        factories.TeamMemberFactory(team=team, home_region=places[home])
    factories.TeamFactory(home_region=places["rongchang"], since=dt.date(2024, 1, 1))
    work = factories.WorkFactory(home_region=places["rongchang"], since=dt.date(2025, 2, 1))
    work.authors.create(name="作者", home_region=places["longchang"])
    factories.BrandFactory(home_region=places["rongchang"], since=dt.date(2025, 2, 1))
    user = office()
    client.force_login(user)
    question = ask(user, measures="teams,cross_region_teams,works,brands", by=by, **given)
    made = answer(question)
    for codes, values in [((), made.total), *((row.codes, row.values) for row in made.rows)]:
        for measure, value in values.items():
            if value:
                page, rest = rows_url(question, measure, codes), rows_url(question, measure, codes, api=True)
                assert len(client.get(page).context["page"].rows) == value, page
                assert len(client.get(rest).json()["results"]) == value, rest


ASKED_OF_VENUES = [
    ("", {}),
    ("county,month", {"region": "500153"}),
    ("province,quarter", {"first": "2025-03-02", "to": "2025-12-31"}),
    ("belt,county", {}),
    ("belt,county", {"membership": "as_is"}),
    ("county,year", {"belt": "north"}),
    ("county", {"belt": "north", "membership": "as_is"}),
    ("corridor,province", {"first": "2025-03-02"}),
    ("county", {"corridor": "false"}),
]


@pytest.mark.parametrize(("by", "given"), ASKED_OF_VENUES)
def test_figures_of_bookings_lead_to_their_list(client, places, by, given):
    hall = factories.VenueFactory(region=places["longchang"])
    first = dt.datetime(2025, 3, 1, 16, 30, tzinfo=dt.UTC)  # the second of March in Chongqing
    for days, borrower, state in (
        (0, "rongchang", "held"), (1, "longchang", "approved"), (40, "rongchang", "approved"), (50, "yubei", "no_show"),
        (60, "yubei", "held"), (300, "yubei", "held"), (301, "beibei", "held"), (302, "wuhou", "held"),
    ):  # fmt: skip
        starts_at = first + dt.timedelta(days=days)
        factories.BookingFactory(venue=hall, starts_at=starts_at, borrower_region=places[borrower], state=state)
    user = office()
    client.force_login(user)
    question = ask(user, measures="bookings,booked_hours,cross_border_hours", by=by, **given)
    made = answer(question)
    assert made.total["bookings"]
    for codes, values in [((), made.total), *((row.codes, row.values) for row in made.rows)]:
        for measure, value in values.items():  # an hour each
            if value:
                page, rest = rows_url(question, measure, codes), rows_url(question, measure, codes, api=True)
                assert len(client.get(page).context["page"].rows) == value, page
                assert len(client.get(rest).json()["results"]) == value, rest


def test_a_figure_of_bookings_is_no_link_where_the_list_hides_some_of_them(places):
    hall = factories.VenueFactory(region=places["longchang"])
    factories.BookingFactory(venue=hall, borrower_region=places["rongchang"], state="approved")
    factories.BookingFactory(venue=hall, state="approved", starts_at=timezone.now() + dt.timedelta(days=9))
    offices = {name: factories.person(Role.PROVINCIAL_OFFICE, places[name].province) for name in ("rongchang", "wuhou")}
    for person, seen in (
        (office(), {None, "500153", "511083"}),
        (factories.logger(places["rongchang"]), {"500153"}),
        (offices["rongchang"], {"500153"}),
        (offices["wuhou"], {"511083"}),
        (factories.logger(places["anyue"]), set()),
    ):
        question = ask(person, measures="bookings", by="county")
        made = answer(question)
        cells = {(): None, **{row.codes: row.codes[0] for row in made.rows}}
        assert {code for codes, code in cells.items() if rows_url(question, "bookings", codes)} == seen


@pytest.mark.parametrize(("by", "given"), ASKED_OF_VENUES)
def test_figures_of_venues_lead_to_their_list(client, places, by, given):
    unit = factories.UnitFactory(region=places["longchang"])
    opened = dt.date(2025, 3, 1)
    shared = factories.VenueFactory(region=places["rongchang"], kind="complex", since=opened)
    shared.builders.add(unit, factories.UnitFactory(region=places["yubei"]))
    factories.VenueFactory(parent=shared, kind="room")
    factories.VenueFactory(region=places["rongchang"], since=opened, until=dt.date(2025, 6, 30))
    factories.VenueFactory(region=places["yubei"], since=opened + dt.timedelta(days=1))
    factories.VenueFactory(region=places["beibei"], since=dt.date(2025, 12, 1))
    factories.VenueFactory(region=places["beibei"], since=dt.date(2025, 1, 1))
    factories.VenueFactory(region=places["wuhou"], kind="complex").shared_with.add(places["rongchang"])
    person = factories.logger(places["anyue"])
    client.force_login(person)
    question = ask(person, measures="venues,complexes", by=by, **given)
    made = answer(question)
    assert made.total["venues"]
    led = 0
    for codes, values in [((), made.total), *((row.codes, row.values) for row in made.rows)]:
        for measure, value in values.items():
            page, rest = rows_url(question, measure, codes), rows_url(question, measure, codes, api=True)
            if value and page:
                assert len(client.get(page).context["page"].rows) == value, page
                assert len(client.get(rest).json()["results"]) == value, rest
                led += 1
            assert page or not value or None in codes, (codes, measure)
    assert led


def test_hours_are_counted_for_all_staff_and_nobody_else(places):
    hall = factories.VenueFactory(region=places["longchang"])
    factories.BookingFactory(venue=hall, borrower_region=places["rongchang"], state="approved")
    assert answer(ask(factories.logger(places["anyue"]), measures="booked_hours")).total == {"booked_hours": 1}
    assert not Booking.objects.counted_visible_to(factories.person(Role.VOLUNTEER)).exists()


def test_no_list_knows_the_belt_that_a_team_sat_in(places):
    factories.TeamFactory(home_region=places["rongchang"])
    question = ask(office(), measures="teams", by="belt")
    [row] = answer(question).rows
    assert rows_url(question, "teams", row.codes) == ""


def test_the_page_shows_figures_total_rule_and_links(client, places):
    joint(places)
    client.force_login(office())
    page = client.get("/statistics/?measures=lectures&by=county&by=&from=2025-01-01")
    html = page.content.decode()
    assert "荣昌区" in html
    assert "counted once: not the sum of the rows" in html
    assert "How it was counted" in html
    [rongchang, longchang] = page.context["table"].rows
    assert (rongchang.labels, longchang.labels) == (["荣昌区"], ["隆昌市"])
    listed = client.get(rongchang.numbers[0].url)
    assert listed.context["listing"].found["count"] == 1
    assert "format=xlsx" in html


def test_without_a_question_the_page_counts_this_year_by_belt(client, places):
    joint(places, starts_on=timezone.localdate())
    client.force_login(office())
    table = client.get("/statistics/").context["table"]
    assert [dimension.name for dimension in table.dimensions] == ["belt"]
    assert [number.value for number in table.total] == [1, 0, 1]


def test_the_page_shows_the_comparison_beside_each_figure(client, places):
    joint(places)
    client.force_login(office())
    page = client.get("/statistics/?measures=lectures&by=kind&period=2025&compare=year_before&show=share,rank&top=1")
    table = page.context["table"]
    assert table.kinds == ["before", "change", "change in %", "share in %", "rank"]
    assert [entry.text for entry in table.rows[0].numbers[0].beside] == ["0", "+1", "—", "100.0%", "1"]
    assert "compare=year_before&amp;show=share%2Crank&amp;top=1" in page.content.decode()
    assert [period["chosen"] for period in page.context["periods"]].count(True) == 0


def test_a_wrong_question_keeps_the_form_and_says_why(client):
    client.force_login(office())
    page = client.get("/statistics/?measures=visitors&belt=west")
    assert page.status_code == 200
    assert page.context["table"] is None
    assert "“visitors” is not known here" in page.content.decode()


def test_nothing_to_count_says_why(client):
    client.force_login(office())
    assert "Nothing to count here." in client.get("/statistics/?by=belt").content.decode()


def test_more_rows_than_a_page_holds_are_in_the_files(places, monkeypatch):
    monkeypatch.setattr("indicators.queries.table.MOST_SHOWN", 1)
    joint(places)
    table = table_of(answer(ask(office(), by="county")))
    assert (len(table.rows), table.hidden) == (1, 1)


def test_who_sees_no_records_sees_no_figures(client, places):
    joint(places)
    client.force_login(factories.person())
    for address in ("/statistics/", "/statistics/report/"):
        assert "no sight of records" in client.get(address).content.decode()
    assert "figure-value" not in client.get("/").content.decode()


def test_the_year_report_says_figures_as_a_report_does(client, places):
    for _number in range(23):
        joint(places)
    client.force_login(office())
    page = client.get("/statistics/report/?year=2025").content.decode()
    assert "20余场" in page
    assert "exactly 23" in page
    assert "from 2000 to" in client.get("/statistics/report/?year=1").content.decode()


@pytest.mark.parametrize(
    ("now", "before", "words"), [(3, 0, "none by"), (112, 100, "+12%"), (88, 100, "-12%"), (100, 100, "±0%")]
)
def test_a_change_is_said_in_percent(now, before, words):
    assert words in change_of(now, before)


def panel(place, user, template, subject=None):
    request = RequestFactory().get("/")
    request.user = user
    found = [row for row in panels_for(place, request, subject) if row.template == f"indicators/{template}.html"]
    return found[0].context if found else None


def test_figures_of_a_belt_and_a_county_are_their_own(places):
    today = timezone.localdate()
    joint(places, starts_on=today, audience=30, audience_basis="estimated", audience_method="seats")
    factories.ActivityFactory(verified=True, lead=places["anyue"], starts_on=today)
    user = office()

    def lectures(place, subject):
        return panel(place, user, "_figures_panel", subject)["found"].figures[0].number.value

    belt = places["rongchang"].belt_memberships.get().belt
    assert lectures("belt", belt) == lectures("county", places["rongchang"]) == 1
    assert lectures("corridor", None) == lectures("home", None) == 2
    audience = panel("belt", user, "_figures_panel", belt)["found"].audience
    assert [entry.number.value for entry in audience] == [0, 0, 30]


def test_exchange_is_who_toured_where(places):
    today = timezone.localdate()
    teams = {name: factories.TeamFactory(home_region=places[name]) for name in ("rongchang", "longchang")}
    joint(places, starts_on=today, with_teams=[teams["rongchang"]], place_region=places["longchang"])
    joint(places, starts_on=today, with_teams=[teams["rongchang"]], place_region=places["anyue"])
    joint(places, starts_on=today, with_teams=list(teams.values()), place_region=places["rongchang"])
    user = factories.logger(places["rongchang"])
    context = panel("home", user, "_exchange_panel")
    found = {row.region.name: (row.sent, row.received, row.other_belt) for row in context["partners"]}
    assert found == {"隆昌市": (1, 1, False), "安岳县": (1, 0, True)}
    first = context["partners"][0]
    assert count_of(user, first.sent_url, "lectures") == count_of(user, first.received_url, "lectures") == 1
    assert panel("county", user, "_exchange_panel", factories.chongqing()) is None


@pytest.mark.parametrize("records", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(client, places, records):
    for _number in range(records):
        joint(places)
    client.force_login(office())
    with CaptureQueriesContext(connection) as queries:
        client.get("/statistics/?measures=lectures,teams&by=belt,county")
    assert len(queries) <= 22, [query["sql"][:90] for query in queries]


def test_figures_of_an_earlier_moment_say_so_and_open_no_rows_of_today(client, places):
    """On the page of statistics and in a free table, as somebody may have kept one."""
    TallyState.objects.update(began_at=timezone.now() - dt.timedelta(days=1))
    joint(places)
    client.force_login(office())
    moment = timezone.now()
    joint(places)
    for address in ("/statistics/?by=county", "/statistics/table/?rows=county"):
        now = client.get(f"{address}&measures=lectures").content.decode()
        page = client.get(f"{address}&measures=lectures&at={quote(moment.isoformat())}").content.decode()
        assert "/activities/?" in now
        assert "/activities/?" not in page
        assert f"As it stood on {timezone.localtime(moment):%Y-%m-%d %H:%M}" in page
        assert "They open no rows" in page
        assert "including what was just committed" not in page


def test_what_a_token_counts_is_said_of_what_it_counts():
    limited = SimpleNamespace(reach=SimpleNamespace(places=frozenset({"511083"})))
    touched, whole = "Only records that touch", "all of them are counted"
    for measures, said in (("lectures", [touched]), ("teams,venues", [whole]), ("lectures,works", [touched, whole])):
        question = replace(ask(office(), measures=measures), user=limited)
        rule = " ".join(rule_of(question))
        assert [words for words in (touched, whole) if words in rule] == said
