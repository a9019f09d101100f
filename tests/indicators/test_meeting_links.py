"""Every figure of meetings and resolutions leads to a list of exactly the rows that it counts."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role, User
from indicators.queries import answer
from indicators.queries.links import rows_url
from tests import factories
from tests.indicators.meeting_world import make_bodies, meeting, resolution
from tests.indicators.world import ask, corridor, office

pytestmark = pytest.mark.django_db
MEETINGS = "meetings_expected,meetings_held,meetings_missed"
RESOLUTIONS = "resolutions_open,resolutions_closed,resolutions_overdue"


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def everything(places):
    """Held, late in another quarter, missed and planned; across the change of 渝北 to 北碚; of each kind of body."""
    factories.chongqing()
    bodies = make_bodies(places)
    for name, day, state, held_on in (
        ("south", dt.date(2025, 2, 1), "held", None),
        ("south", dt.date(2025, 5, 1), "issued", dt.date(2025, 7, 2)),
        ("south", dt.date(2025, 8, 1), "missed", None),
        ("south", dt.date(2025, 11, 1), "planned", None),
        ("north", dt.date(2025, 8, 1), "held", None),
        ("north", dt.date(2025, 11, 1), "held", dt.date(2025, 11, 5)),
        ("north", dt.date(2026, 2, 1), "missed", None),
        ("provincial", dt.date(2025, 3, 1), "held", None),
        ("camp", dt.date(2025, 3, 1), "held", None),
        ("camp", dt.date(2026, 3, 1), "archived", None),
    ):
        of = meeting(bodies[name], day, state, held_on=held_on)
    today = timezone.localdate()
    rong, long, yubei, wuhou = (places[name] for name in ("rongchang", "longchang", "yubei", "wuhou"))
    for days, state, regions in (
        (10, "open", (rong, long)), (0, "reported", (rong,)), (-1, "open", (long, wuhou, rong)),
        (-400, "closed", (yubei, long)), (-400, "open", (yubei,)), (-2, "void", (long,)),
        (-30, "closed", (factories.sichuan(), rong)),
    ):  # fmt: skip
        resolution(of, today + dt.timedelta(days=days), state, *regions)


ASKED = [
    ("", {}),
    ("county,month", {"region": "500153"}),
    ("province,quarter", {"first": "2025-03-02", "to": "2026-12-31"}),
    ("belt,county", {}),
    ("belt,county", {"membership": "as_is"}),
    ("county,year", {"belt": "north"}),
    ("county", {"belt": "north", "membership": "as_is"}),
    ("corridor,province", {"first": "2025-03-02"}),
    ("county", {"corridor": "false"}),
    ("quarter", {"province": "510000"}),
]


@pytest.mark.parametrize("measures", [MEETINGS, RESOLUTIONS])
@pytest.mark.parametrize(("by", "given"), ASKED)
def test_the_number_is_that_of_the_rows(client, places, everything, measures, by, given):
    person = factories.logger(places["anyue"])
    client.force_login(person)
    question = ask(person, measures=measures, by=by, **given)
    made, led = answer(question), 0
    for codes, values in [((), made.total), *((row.codes, row.values) for row in made.rows)]:
        for measure, value in values.items():
            page, rest = rows_url(question, measure, codes), rows_url(question, measure, codes, api=True)
            if value and page:
                assert len(client.get(page).context["page"].rows) == value, (codes, page)
                assert len(client.get(rest).json()["results"]) == value, (codes, rest)
                led += 1
            assert page or not value or None in codes, (codes, measure)
    assert led


def test_a_token_of_some_places_has_no_list_of_exactly_these(places, everything):
    account = factories.person(Role.API_CLIENT, places["longchang"])
    token = factories.ApiTokenFactory(user=account, whole_corridor=False)
    token.places.add(places["longchang"])
    user = User.objects.get(pk=account.pk)
    user.token = token
    question = ask(user, measures=MEETINGS)
    assert answer(question).total["meetings_held"]
    assert rows_url(question, "meetings_held") == rows_url(question, "meetings_held", api=True) == ""


def test_the_lists_narrow_by_place_and_day_without_counting(client, places, everything):
    client.force_login(office())

    def shown(url):
        return len(client.get(url).context["page"].rows)

    assert shown("/meetings/?region=500153&from=2025-01-01&to=2025-06-30") == 2
    assert shown("/meetings/?belt=south&state=planned") == 1
    assert shown("/meetings/?belt=central") == 1, "安岳 sat in the camp by 2026"
    assert shown("/meetings/?corridor=false&counted=held") == 3, "the provinces', and 武侯 in the camp"
    assert shown("/meetings/resolutions/?province=500000&state=all") == 6
    assert shown("/meetings/resolutions/?corridor=false&state=all") == 2, "武侯, and the province"
