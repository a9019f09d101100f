"""Figures of volunteers: by hand, as a recount person by person has them, and what is told to whom."""

import datetime as dt
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts.models import Role, User
from core.dated import start_of
from indicators.queries import answer
from indicators.queries.links import rows_url
from indicators.queries.small_cells import hide_few
from tests import factories
from tests.indicators.recount import Recount
from tests.indicators.world import ask, corridor, figures, office
from tests.volunteers.factories import PlatformAccountFactory, ServiceAreaFactory, VolunteerFactory
from tests.volunteers.registry_world import platforms
from volunteers.choices import age_band_of
from volunteers.models import HomeMove, Volunteer

pytestmark = pytest.mark.django_db
MEASURES = ("volunteers", "volunteers_cross_region", "volunteers_new")
SPLITS = (
    "", "corridor", "province", "belt", "county", "platform", "age", "county,age", "belt,platform",
    "province,age,platform", "platform,age", "county,platform,age",
)  # fmt: skip
TIMES = ("year", "quarter", "month", "county,month", "age,year")
TODAY = timezone.localdate()


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def known(places):
    factories.chongqing()
    return platforms()


def volunteer(home, day, **fields):
    return VolunteerFactory(home=home, registered_on=day, identity=False, **fields)


def move(who, to, day):
    """As the service that moves somebody leaves it."""
    HomeMove.objects.create(volunteer=who, from_region=who.home, to_region=to, moved_on=day)
    who.home = to
    who.save()


def erased(home, day, on):
    return volunteer(home, day, state="erased", ended_on=on)


def test_each_counts_once_for_their_home_on_the_day(places, known):
    mover = volunteer(places["rongchang"], dt.date(2025, 1, 10))
    move(mover, places["longchang"], dt.date(2025, 6, 1))
    erased(places["rongchang"], dt.date(2025, 2, 1), dt.date(2025, 7, 1))
    volunteer(places["anyue"], dt.date(2026, 1, 1))
    volunteer(places["anyue"], dt.date(2025, 1, 1), state="claimed")
    volunteer(places["anyue"], dt.date(2025, 1, 1), state="merged", merged_into=mover, ended_on=dt.date(2025, 1, 2))

    def standing(day):
        cells, total = figures(office(), measures="volunteers", by="county", to=day)
        return {codes[0]: values["volunteers"] for codes, values in cells.items()}, total["volunteers"]

    assert standing("2025-05-31") == ({"500153": 2}, 2)
    assert standing("2025-06-30") == ({"500153": 1, "511083": 1}, 2)
    assert standing("2025-07-01") == ({"511083": 1}, 1)
    assert standing("2026-06-30") == ({"511083": 1, "512021": 1}, 2)
    cells, total = figures(office(), measures="volunteers_new", by="county", first="2025-01-01", to="2025-12-31")
    assert cells == {("500153",): {"volunteers_new": 2}}  # the erased one came, and so did the one who moved
    assert total == {"volunteers_new": 2}


def test_what_reaches_across_the_border(places, known):
    here, day = places["rongchang"], dt.date(2025, 1, 1)
    volunteer(here, day)
    volunteer(here, day, registered_through=known["jinbu"])
    for state in ("open", "closed"):
        closed = start_of(dt.date(2025, 3, 1)) if state == "closed" else None
        given = {"platform": known["xingrong"], "registered_on": day, "closed_at": closed}
        PlatformAccountFactory(volunteer=volunteer(here, day), **given)
    volunteer(here, day, registered_through=known["xingrong"])
    ServiceAreaFactory(volunteer=volunteer(here, day), region=places["longchang"], since=day)
    ServiceAreaFactory(volunteer=volunteer(here, day), region=places["beibei"], since=day)
    count = lambda to: figures(office(), measures="volunteers_cross_region", to=to)[1]["volunteers_cross_region"]  # noqa: E731
    assert count("2025-02-01") == 4
    assert count(TODAY.isoformat()) == 3


def test_who_stands_in_the_registry_is_not_split_by_time_and_only_people_have_an_age(places, client):
    client.force_login(office())
    for query in ("measures=volunteers&by=month", "measures=lectures&by=age", "measures=volunteers&kind=lecture"):
        response = client.get(f"/api/v1/statistics/?{query}")
        assert response.status_code == 400, query
        assert response.json()["errors"][0]["code"].startswith("measure_")


class PeopleRecount(Recount):
    """Plain Python over all rows. ``to`` is the last day of the period."""

    def home_on(self, who, day):
        later = sorted((row for row in who.moves.all() if row.moved_on > day), key=lambda row: row.moved_on)
        return later[0].from_region_id if later else who.home_id

    def reaches_across(self, who, day):
        home = self.province(who.home_id)
        through = who.registered_through.province_id
        open_on = [
            row.platform.province_id
            for row in who.accounts.all()
            if (row.registered_on or timezone.localdate(row.linked_at)) <= day
            and (row.closed_at is None or timezone.localdate(row.closed_at) > day)
        ]
        serves = [
            self.province(row.region_id)
            for row in who.areas.all()
            if row.since <= day and (row.until is None or day <= row.until)
        ]
        return bool({through, *open_on, *serves} - {None, home})

    def people(self, by, membership, first, last):
        cells, total = defaultdict(lambda: dict.fromkeys(MEASURES, 0)), dict.fromkeys(MEASURES, 0)
        for who in Volunteer.objects.filter(state__in=("active", "erased")):
            for names, day in self.counted(who, first, last):
                own = self.places(self.home_on(who, day), day, membership) | self.times(day)
                own |= {"platform": who.registered_through.code, "age": age_band_of(who.birth_year, day.year)}
                for cell in (cells[tuple(own[name] for name in by)], total):
                    for name in names:
                        cell[name] += 1
        return (dict(cells) if by else {}), total

    def counted(self, who, first, last):
        if who.registered_on <= last and (who.ended_on is None or who.ended_on > last):
            yield ["volunteers", *(["volunteers_cross_region"] if self.reaches_across(who, last) else [])], last
        if first <= who.registered_on <= last:
            yield ["volunteers_new"], who.registered_on


@pytest.fixture
def crowd(places, known):
    """Everybody is different by one number, which decides what happened to them."""
    regions = [*places.values(), factories.sichuan()]
    through = [*known.values(), None]
    for number in range(60):
        day = dt.date(2024, 3, 1) + dt.timedelta(days=number * 13)
        platform = {"registered_through": through[number % 3]} if through[number % 3] else {}
        ended = {"state": "erased", "ended_on": day + dt.timedelta(days=90)} if number % 11 == 5 else {}
        birth_year = None if number % 7 == 3 else 1950 + number
        who = volunteer(regions[number % 7], day, birth_year=birth_year, **platform, **ended)
        if number % 4 == 1:
            closed = start_of(day + dt.timedelta(days=200)) if number % 8 == 1 else None
            account = through[number % 2]
            PlatformAccountFactory(volunteer=who, platform=account, registered_on=day, closed_at=closed)
        if number % 5 == 2:
            until = day + dt.timedelta(days=100) if number % 2 else None
            ServiceAreaFactory(volunteer=who, region=regions[(number + 3) % 6], since=day, until=until)
        for step in range(number % 3 if number % 6 > 3 else 0):
            to = regions[(number + 1 + step) % 6]
            if to.pk != who.home_id:
                move(who, to, day + dt.timedelta(days=50 + 60 * step))


@pytest.mark.parametrize("last", [dt.date(2024, 12, 31), dt.date(2025, 11, 5), TODAY])
def test_figures_are_those_of_a_recount(crowd, last):
    recount, user, first = PeopleRecount(TODAY), office(), dt.date(2024, 8, 1)
    assert all(recount.people((), "as_was", first, last)[1].values()), "each measure counts something"
    span = {"first": first.isoformat(), "to": last.isoformat()}
    for membership in ("as_was", "as_is"):
        for split in SPLITS:
            given = {"measures": ",".join(MEASURES), "by": split, "membership": membership}
            by = tuple(filter(None, split.split(",")))
            assert figures(user, **given, **span) == recount.people(by, membership, first, last), given
        for split in TIMES:
            given = {"measures": "volunteers_new", "by": split, "membership": membership}
            cells, total = recount.people(tuple(split.split(",")), membership, first, last)
            wanted = {key: {"volunteers_new": cell["volunteers_new"]} for key, cell in cells.items()}
            wanted = {key: values for key, values in wanted.items() if values["volunteers_new"]}
            assert figures(user, **given, **span) == (wanted, {"volunteers_new": total["volunteers_new"]}), given
        filtered = figures(user, measures="volunteers", by="county", membership=membership, belt="south", **span)
        cells, _total = recount.people(("county", "belt"), membership, first, last)
        south = {(county,): cell["volunteers"] for (county, belt), cell in cells.items() if belt == "south"}
        found = {key: cell["volunteers"] for key, cell in filtered[0].items()}
        assert found == {key: value for key, value in south.items() if value}
        assert filtered[1]["volunteers"] == sum(south.values())


def test_a_figure_leads_to_exactly_its_people(crowd, client, places):
    user = factories.logger(places["rongchang"])
    client.force_login(user)
    opened = 0
    for by in ("county", "county,age", "county,platform", "county,belt", "province", ""):
        question = ask(user, measures=",".join(MEASURES), by=by)
        for cell in answer(question).rows:
            for name, value in cell.values.items():
                url = rows_url(question, name, cell.codes)
                if value and url:
                    page, query = client.get(url), urlsplit(url).query
                    assert page.status_code == 200, url
                    assert len(page.context["page"].rows) == value, url
                    assert parse_qs(query)["region"] == ["500153"]
                    opened += 1
    assert opened > 8
    past = ask(user, measures="volunteers", by="county", to="2025-06-30")
    assert {rows_url(past, "volunteers", cell.codes) for cell in answer(past).rows} == {""}
    assert rows_url(ask(office(), measures="volunteers", by="county"), "volunteers", ("500153",)) == ""


def system(places, *codes):
    account = factories.person(Role.API_CLIENT, places["rongchang"])
    token = factories.ApiTokenFactory(user=account, whole_corridor=not codes)
    token.places.add(*codes)
    user = User.objects.get(pk=account.pk)
    user.token = token
    return user


def people(places, **counts):
    for name, count in counts.items():
        for _number in range(count):
            volunteer(places[name], dt.date(2025, 1, 1))


def test_few_people_are_not_told_to_systems_and_cannot_be_worked_out(places, known):
    people(places, rongchang=3, longchang=7, anyue=9)
    cells, total = figures(system(places), measures="volunteers", by="county")
    assert {codes[0]: values["volunteers"] for codes, values in cells.items()} == {
        "500153": None, "511083": None, "512021": 9,
    }  # fmt: skip
    assert total == {"volunteers": 19}
    told, _total = figures(factories.logger(places["rongchang"]), measures="volunteers", by="county")
    assert told[("500153",)] == {"volunteers": 3}


def test_a_single_row_of_few_hides_its_total(places, known):
    people(places, rongchang=3)
    cells, total = figures(system(places), measures="volunteers", by="county")
    assert (cells, total) == ({("500153",): {"volunteers": None}}, {"volunteers": None})
    assert figures(system(places), measures="volunteers", region="500153")[1] == {"volunteers": None}


def test_the_rest_of_a_part_is_not_told_either(places, known):
    people(places, rongchang=6, longchang=20)
    for who in Volunteer.objects.filter(home=places["rongchang"])[:5]:
        ServiceAreaFactory(volunteer=who, region=places["longchang"])
    given = {"measures": "volunteers,volunteers_cross_region", "by": "county"}
    cells, total = figures(system(places), **given)
    assert cells[("500153",)] == {"volunteers": 6, "volunteers_cross_region": None}  # one does not reach across
    assert total == {"volunteers": 26, "volunteers_cross_region": None}


@pytest.mark.parametrize("counts", [(1, 5), (4, 4), (1, 1, 1), (2, 7, 7, 30), (5, 6), (0, 3, 9), (4,), (9, 1, 1, 1, 1)])
def test_nobody_is_worked_out_by_subtraction(counts):
    """What is hidden can be split in more than one way that fits all that is told."""
    rows, total = [{"volunteers": count} for count in counts], {"volunteers": sum(counts)}
    hide_few(rows, total)
    hidden = [count for count, row in zip(counts, rows, strict=True) if row["volunteers"] is None]
    assert all(row["volunteers"] is None for count, row in zip(counts, rows, strict=True) if 0 < count < 5)
    if hidden and total["volunteers"] is not None:
        assert len(hidden) > 1
        assert max(hidden) >= 5, "otherwise a reader who knows that all of them are few might tell"
    told = [row["volunteers"] for row in rows if row["volunteers"] is not None]
    assert all(count == 0 or count >= 5 for count in told)


def test_a_token_of_some_places_counts_their_people(places, known):
    people(places, rongchang=6, longchang=8)
    mover = Volunteer.objects.filter(home=places["longchang"]).first()
    move(mover, places["rongchang"], dt.date(2025, 6, 1))
    user = system(places, places["rongchang"])
    assert figures(user, measures="volunteers", by="county") == ({("500153",): {"volunteers": 7}}, {"volunteers": 7})
    assert figures(user, measures="volunteers_new") == ({}, {"volunteers_new": 6})


def test_the_headline_says_how_many_reach_across(places, known, client):
    client.force_login(office())
    people(places, rongchang=30)
    for who in Volunteer.objects.all():
        ServiceAreaFactory(volunteer=who, region=places["longchang"], since=dt.date(2025, 1, 1))
    data = client.get("/api/v1/statistics/headline/?year=2025").json()
    found = next(figure for figure in data["figures"] if figure["name"] == "volunteers_cross_region")
    assert (found["value"], found["phrase"]) == (30, "30人")
