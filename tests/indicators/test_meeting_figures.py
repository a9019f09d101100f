"""Figures of meetings and resolutions: by hand, and as a recount row by row has them."""

import datetime as dt
from collections import defaultdict

import pytest
from django.utils import timezone

from accounts.models import Role, User
from belts.models import BeltMembership, Region
from meetings.models import BodyMember, JointMeeting, Resolution
from tests import factories
from tests.indicators.meeting_world import make_bodies, meeting, resolution
from tests.indicators.recount import PLACES, Recount
from tests.indicators.world import corridor, figures, office

pytestmark = pytest.mark.django_db
MEASURES = (
    "meetings_expected", "meetings_held", "meetings_missed",
    "resolutions_open", "resolutions_closed", "resolutions_overdue",
)  # fmt: skip
SPLITS = ("", "corridor", "province", "belt", "county", "year", "quarter", "month", "belt,quarter", "province,county")
HELD = ("held", "minutes_drafted", "countersigned", "issued", "archived")


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def bodies(places):
    return make_bodies(places)


def test_a_meeting_counts_once_and_for_each_that_sat_there(places, bodies):
    meeting(bodies["south"], dt.date(2025, 2, 1), "held")
    meeting(bodies["south"], dt.date(2025, 5, 1), "issued", held_on=dt.date(2025, 7, 2))  # late: the next quarter
    meeting(bodies["south"], dt.date(2025, 8, 1), "missed")
    meeting(bodies["south"], dt.date(2025, 11, 1), "planned")
    given = {"measures": "meetings_expected,meetings_held,meetings_missed", "first": "2025-01-01", "to": "2025-12-31"}
    cells, total = figures(office(), by="county", **given)
    assert total == {"meetings_expected": 4, "meetings_held": 2, "meetings_missed": 1}
    assert cells == {("500153",): total, ("511083",): total}
    assert figures(office(), by="belt", **given)[0] == {("south",): total}
    assert figures(office(), by="corridor", **given)[0] == {("corridor",): total}
    by_quarter, _total = figures(office(), by="quarter", **given)
    assert {codes[0]: tuple(values.values()) for codes, values in by_quarter.items()} == {
        "2025-Q1": (1, 1, 0), "2025-Q2": (1, 0, 0), "2025-Q3": (1, 1, 1), "2025-Q4": (1, 0, 0),
    }  # fmt: skip


def test_the_provinces_meeting_counts_for_both_and_for_no_belt(places, bodies):
    factories.chongqing()
    meeting(bodies["provincial"], dt.date(2025, 2, 1), "held")
    cells, total = figures(office(), measures="meetings_held", by="province")
    assert (cells, total) == (
        {("500000",): {"meetings_held": 1}, ("510000",): {"meetings_held": 1}},
        {"meetings_held": 1},
    )
    assert figures(office(), measures="meetings_held", by="belt")[0] == {(None,): {"meetings_held": 1}}


def test_who_joined_later_is_not_credited_for_what_was_before(places, bodies):
    meeting(bodies["camp"], dt.date(2025, 2, 1), "held")
    meeting(bodies["camp"], dt.date(2026, 2, 1), "held")
    cells, _total = figures(office(), measures="meetings_held,meetings_expected", by="county")
    assert {codes[0]: values["meetings_held"] for codes, values in cells.items()} == {
        "500153": 2, "510107": 2, "512021": 1,
    }  # fmt: skip
    assert all(values["meetings_expected"] == 0 for values in cells.values())  # a body without a cadence owes none


def test_a_resolution_counts_on_its_due_day_for_its_parties(places, bodies):
    of = meeting(bodies["south"], dt.date(2025, 2, 1), "held")
    today = timezone.localdate()
    day, late = today + dt.timedelta(days=10), today - dt.timedelta(days=1)
    resolution(of, day, "open", places["rongchang"], places["longchang"], places["rongchang"])
    resolution(of, today, "reported", places["rongchang"])  # due today: not overdue
    resolution(of, late, "open", places["longchang"])
    resolution(of, late, "closed", places["longchang"])
    resolution(of, late, "void", places["longchang"])
    given = {"measures": "resolutions_open,resolutions_closed,resolutions_overdue"}
    cells, total = figures(office(), by="county", **given)
    assert total == {"resolutions_open": 3, "resolutions_closed": 1, "resolutions_overdue": 1}
    assert cells == {
        ("500153",): {"resolutions_open": 2, "resolutions_closed": 0, "resolutions_overdue": 0},
        ("511083",): {"resolutions_open": 2, "resolutions_closed": 1, "resolutions_overdue": 1},
    }
    _cells, future = figures(office(), first=(today + dt.timedelta(days=1)).isoformat(), **given)
    assert future == {"resolutions_open": 1, "resolutions_closed": 0, "resolutions_overdue": 0}


def test_a_token_of_some_places_counts_what_touches_them(places, bodies):
    meeting(bodies["south"], dt.date(2025, 2, 1), "held")
    of = meeting(bodies["north"], dt.date(2025, 2, 1), "missed")
    resolution(of, dt.date(2025, 3, 1), "open", places["longchang"])
    account = factories.person(Role.API_CLIENT, places["longchang"])
    token = factories.ApiTokenFactory(user=account, whole_corridor=False)
    token.places.add(places["longchang"])
    user = User.objects.get(pk=account.pk)
    user.token = token
    _cells, total = figures(user, measures=",".join(MEASURES))
    assert total == dict(zip(MEASURES, (1, 1, 0, 1, 0, 1), strict=True))


class MeetingRecount(Recount):
    """Plain Python over all rows."""

    def meetings(self, by, membership):
        cells, total = defaultdict(lambda: dict.fromkeys(MEASURES, 0)), dict.fromkeys(MEASURES, 0)
        for names, day, regions in [*self.meeting_facts(), *self.resolution_facts()]:
            credited = [self.places(code, day, membership) for code in regions] or [dict.fromkeys(PLACES)]
            keys = {tuple((place | self.times(day))[name] for name in by) for place in credited}
            for cell in [*(cells[key] for key in keys), total]:
                for name in names:
                    cell[name] += 1
        return dict(cells) if by else {}, total

    def meeting_facts(self):
        for row in JointMeeting.objects.select_related("body"):
            if row.period:
                names = ["meetings_expected", *(["meetings_missed"] if row.state == "missed" else [])]
                yield names, row.period_last, self.seats(row.body, row.period_last)
            if row.state in HELD:
                day = timezone.localdate(row.starts_at)
                yield ["meetings_held"], day, self.seats(row.body, day)

    def seats(self, body, day):
        if body.kind == "provincial":
            return set(Region.objects.filter(level="province").values_list("pk", flat=True))
        rows = (
            BeltMembership.objects.filter(belt=body.belt_id) if body.belt_id else BodyMember.objects.filter(body=body)
        )
        return {row.region_id for row in rows if row.since <= day and (row.until is None or day <= row.until)}

    def resolution_facts(self):
        for row in Resolution.objects.exclude(state="void"):
            names = {"closed": ["resolutions_closed"]}.get(row.state, ["resolutions_open"])
            if row.state != "closed" and row.due_on < self.today:
                names = [*names, "resolutions_overdue"]
            yield names, row.due_on, {party.region_id for party in row.parties.all()}


def test_figures_are_those_of_a_recount(places, bodies):
    factories.chongqing()
    states = ("expected", "planned", "missed", "held", "issued", "archived", "postponed", "noticed")
    regions = [*places.values(), factories.sichuan()]
    number = 0
    for body in bodies.values():
        for year in (2024, 2025, 2026):
            for month in (1, 4, 7, 10) if body.cadence == "quarter" else (2, 8):
                state = states[number % len(states)] if body.cadence != "none" else ("held", "planned")[number % 2]
                day = dt.date(year, month, 5 + number % 20)
                row = meeting(body, day, state, held_on=day + dt.timedelta(days=number * 13 % 120))
                for step in range(number % 3):
                    parties = {regions[(number + step * each) % len(regions)].pk: None for each in range(1, 3 + step)}
                    due = day + dt.timedelta(days=40 * (number + step))
                    kind = ("open", "closed", "reported", "void")[(number + step) % 4]
                    resolution(row, due, kind, *[Region.objects.get(pk=code) for code in parties])
                number += 1
    recount, user = MeetingRecount(timezone.localdate()), office()
    assert all(recount.meetings((), "as_was")[1].values()), "each measure counts something"
    for membership in ("as_was", "as_is"):
        for split in SPLITS:
            given = {"measures": ",".join(MEASURES), "by": split, "membership": membership}
            assert figures(user, **given) == recount.meetings(tuple(filter(None, split.split(","))), membership), given
