"""What a big screen shows at its secret address: the figures, to whoever knows it, and nothing about people."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from belts.models import Belt, Region
from belts.services.corridor import load_corridor
from core.dated import start_of
from indicators.models import Screen
from indicators.queries import answer
from indicators.queries.screen_board import board_of
from indicators.queries.screen_data import data_of
from indicators.queries.screen_places import Place
from indicators.views.screens import SCREEN_RATE
from meetings.models import Body
from meetings.periods import period_of
from tests import factories
from tests.indicators.world import ask, office
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THIS_YEAR = dt.date(TODAY.year, 1, 1)
LONGCHANG, RONGCHANG = "511083", "500153"


@pytest.fixture
def corridor():
    """The real counties, belts and seats."""
    load_corridor()


@pytest.fixture
def screen(corridor):
    return factories.ScreenFactory(secret="wall")


def lecture(lead, *partners, home=None, there=None, day=THIS_YEAR, **fields):
    teams = [factories.TeamFactory(home_region_id=home, since=dt.date(2020, 1, 1))] if home else []
    region = Region.objects.get
    return factories.ActivityFactory(
        verified=True,
        lead=region(pk=lead),
        partners=[region(pk=code) for code in partners],
        place_region_id=there,
        with_teams=teams,
        starts_on=day,
        **fields,
    )


def ask_figures(client, **headers):
    return client.get(reverse("indicators:screen_figures", args=["wall"]), headers=headers)


class TestAtItsAddress:
    def test_nobody_signs_in_and_no_index_or_other_page_learns_it(self, client, screen):
        for name in ("screen_show", "screen_figures", "screen_worker"):
            answer = client.get(reverse(f"indicators:{name}", args=["wall"]))
            assert answer.status_code == 200
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert not answer.cookies
            assert "unsafe" not in answer.headers["Content-Security-Policy"]

    def test_unknown_or_revoked_it_does_not_exist(self, client, screen):
        for name in ("screen_show", "screen_figures", "screen_worker"):
            assert client.get(reverse(f"indicators:{name}", args=["guessed"])).status_code == 404
        screen.revoked_at, screen.revoked_by = timezone.now(), screen.created_by
        screen.save()
        for name in ("screen_show", "screen_figures", "screen_worker"):
            assert client.get(reverse(f"indicators:{name}", args=["wall"])).status_code == 404
            assert client.post(reverse(f"indicators:{name}", args=["wall"])).status_code == 405

    def test_its_use_is_written_once_a_day(self, client, screen, django_assert_num_queries):
        ask_figures(client)
        assert Screen.objects.get().last_used_on == TODAY
        assert Screen.objects.get().events.count() == 1  # no line of history for each day

    def test_too_often_is_refused_for_a_while(self, client, screen, monkeypatch):
        monkeypatch.setattr("indicators.views.screens.SCREEN_RATE", 2)
        answers = [ask_figures(client) for _time in range(5)]  # a clock minute may end meanwhile
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["Refresh"] == refused.headers["Retry-After"]  # nobody stands there to load it again

    def test_twenty_walls_that_ask_every_five_seconds_are_answered_and_so_is_the_office_beside_them(
        self, client, screen
    ):
        assert SCREEN_RATE >= 20 * 60 / 5
        for _wall in range(20):
            assert ask_figures(client).status_code == 200
        assert client.get("/figures/").status_code == 200

    def test_guesses_from_one_address_end_in_the_language_of_who_guesses(self, client, screen, settings):
        settings.VISITOR_RATE = 1
        address = reverse("indicators:screen_show", args=["guessed"])
        answers = [client.get(address, headers={"Accept-Language": "zh-hans"}) for _time in range(4)]
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert "请求过多" in refused.content.decode()

    @pytest.mark.parametrize(("language", "word"), [("zh-hans", "zh-hans"), ("en", "Lectures this year")])
    def test_it_speaks_its_own_language(self, client, corridor, language, word):
        factories.ScreenFactory(secret="wall", language=language)
        page = client.get(reverse("indicators:screen_show", args=["wall"]), headers={"Accept-Language": "en"})
        assert word in page.content.decode()


class TestAsking:
    def test_unchanged_it_is_304_and_the_next_row_is_in_the_next_answer(self, client, screen):
        first = ask_figures(client)
        again = ask_figures(client, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        lecture(RONGCHANG, LONGCHANG)
        answer = ask_figures(client, **{"If-None-Match": first.headers["ETag"]})
        assert answer.status_code == 200
        numbers = answer.json()["numbers"]
        assert numbers["lectures"] == numbers["south.lectures"] == numbers["01.now"] == 1

    def test_page_and_answer_have_the_same_keys_and_version(self, client, screen):
        lecture(RONGCHANG, home=LONGCHANG, there=RONGCHANG)
        factories.BodyFactory(belt=_belt("south"))
        text = client.get(reverse("indicators:screen_show", args=["wall"])).content.decode()
        data = ask_figures(client).json()
        assert f'data-version="{data["version"]}"' in text
        for attribute, part in (
            ("number", "numbers"), ("text", "texts"), ("tone", "tones"), ("height", "shares"), ("width", "shares"),
        ):  # fmt: skip
            keys = set(re.findall(f'data-{attribute}="([^"]+)"', text))
            assert keys
            assert keys <= data[part].keys()
        assert set(re.findall('data-number="([^"]+)"', text)) == data["numbers"].keys()

    def test_the_page_changes_its_version_with_a_seat(self, client, screen):
        before = ask_figures(client).json()["version"]
        factories.BeltFactory(code="west", name="川西渝西", position=9)
        assert ask_figures(client).json()["version"] != before

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_records_take_no_more_queries(self, client, screen, number, django_assert_max_num_queries):
        for _number in range(number):
            lecture(RONGCHANG, LONGCHANG, home=LONGCHANG, there=RONGCHANG)
        with django_assert_max_num_queries(60):
            ask_figures(client)


class TestFigures:
    def test_they_are_those_of_the_statistics(self, corridor):
        lecture(RONGCHANG, LONGCHANG, home=LONGCHANG, there=RONGCHANG)
        lecture("500101", kind="mass_culture")
        lecture(RONGCHANG, day=dt.date(TODAY.year - 1, 12, 31))
        for place in (Place(), Place(province=factories.sichuan()), Place(belt=_belt("south"))):
            given = {"first": THIS_YEAR.isoformat(), "to": f"{TODAY.year}-12-31"}
            if place.filter:
                name, value = place.filter.split("=")
                given[name] = value
            shown = board_of(place).figures
            names = ("lectures", "touring_lectures", "cross_province", "mass_culture", "works", "brands")
            known = answer(ask(office(), measures=",".join(names), **given)).total
            assert {name: shown[name].value for name in names} == known

    def test_a_belts_screen_turns_its_counties(self, corridor):
        lecture(RONGCHANG, LONGCHANG)
        board = board_of(Place(belt=_belt("south")))
        assert {turn.name for turn in board.turns} >= {"荣昌区", "隆昌市"}
        assert {turn.belt for turn in board.turns} == {"south"}
        figures = {figure.key: figure.value for turn in board.turns for figure in turn.figures}
        assert figures[f"{RONGCHANG}.lectures"] == figures[f"{LONGCHANG}.lectures"] == 1

    def test_a_provinces_screen_names_its_own_counties(self, corridor):
        names = {name for turn in board_of(Place(province=factories.sichuan())).turns for name in turn.counties}
        assert "隆昌市" in names
        assert "荣昌区" not in names

    def test_months_stand_beside_those_of_last_year(self, corridor):
        for day in (THIS_YEAR, THIS_YEAR, dt.date(TODAY.year - 1, 1, 5)):
            lecture(RONGCHANG, day=day)
        january, *others = board_of(Place()).months
        assert (january.now.value, january.before.value) == (2, 1)
        assert (january.share_now, january.share_before) == (100, 50)
        assert {month.now.value for month in others} == {0}

    def test_few_people_are_not_told_and_nobody_is_named(self, client, screen):
        for _number in range(3):
            VolunteerFactory(home_id=RONGCHANG, registered_on=TODAY, identity=False)
        numbers = ask_figures(client).json()["numbers"]
        assert numbers["volunteers_new"] is None
        assert numbers["south.volunteers"] is None
        page = client.get(reverse("indicators:screen_show", args=["wall"])).content.decode()
        assert screen.created_by.name not in page
        assert screen.title not in page


class TestFlows:
    def test_from_the_teams_home_to_the_place_across_the_border(self, corridor):
        for _time in range(2):
            lecture(RONGCHANG, home=LONGCHANG, there=RONGCHANG)
        lecture(RONGCHANG, home=RONGCHANG, there=LONGCHANG)
        lecture(RONGCHANG, home="500118", there=RONGCHANG)  # of the same province
        board = board_of(Place())
        assert [flow.words for flow in board.flows] == ["隆昌 → 荣昌 2", "荣昌 → 隆昌 1"]
        assert board.flows[0].width > board.flows[1].width
        assert board.flows[0].path != board.flows[1].path
        assert len(board.empty_flows) == 10

    def test_of_a_belt_only_its_own(self, corridor):
        lecture(RONGCHANG, home=LONGCHANG, there=RONGCHANG)
        assert board_of(Place(belt=_belt("central"))).flows == []
        assert len(board_of(Place(belt=_belt("south"))).flows) == 1

    def test_of_a_belt_with_the_counties_of_today(self, corridor):
        lecture(RONGCHANG, home=LONGCHANG, there=RONGCHANG)
        south = _belt("south")
        south.memberships.update(until=TODAY)
        assert len(board_of(Place(belt=south)).flows) == 1


class TestMeetings:
    @pytest.fixture
    def body(self, corridor):
        return factories.BodyFactory(belt=_belt("south"))

    def meet(self, body, state, moment=None):
        period = period_of("quarter", TODAY)
        given = {"period": period.code, "period_first": period.first, "period_last": period.last}
        host = Region.objects.get(pk=RONGCHANG)
        return factories.MeetingFactory(body=body, state=state, starts_at=moment, host=host, **given)

    @pytest.mark.parametrize(
        ("state", "mark", "tone"),
        [("held", "✓", "ok"), ("planned", "·", "soon"), ("expected", "!", "late"), ("missed", "✗", "late")],
    )
    def test_what_became_of_this_quarters(self, body, state, mark, tone):
        self.meet(body, state, None if state in ("expected", "missed") else start_of(TODAY))
        (line,) = board_of(Place()).meetings
        assert (line.name, line.convener, line.mark, line.tone) == ("川南渝西", "荣昌区", mark, tone)

    def test_nothing_is_known_of_it(self, body):
        (line,) = board_of(Place()).meetings
        assert (line.mark, line.words) == ("!", "no day yet")

    def test_the_next_of_the_provinces(self, corridor):
        provincial = factories.BodyFactory(
            belt=None, kind=Body.Kind.PROVINCIAL, cadence="half_year", code="provincial", name="省级联席会议"
        )
        assert board_of(Place()).next_meeting == ""
        day = timezone.now() + dt.timedelta(days=20)
        factories.MeetingFactory(body=provincial, starts_at=day, host=factories.chongqing())
        assert "重庆市" in board_of(Place()).next_meeting

    def test_resolutions_of_a_belt(self, body):
        meeting = self.meet(body, "held", start_of(TODAY))
        region = Region.objects.get(pk=RONGCHANG)
        due = dt.date(TODAY.year, 12, 30)
        factories.ResolutionFactory(meeting=meeting, lead=region, due_on=due)
        factories.ResolutionFactory(meeting=meeting, lead=region, due_on=due, state="closed", closed_at=timezone.now())
        south = board_of(Place()).resolved[0]
        assert (south.closed.value, south.whole.value, south.share) == (1, 2, 50)
        assert data_of(board_of(Place()))["shares"]["south.closed"] == 50


def _belt(code):
    return Belt.objects.get(pk=code)
