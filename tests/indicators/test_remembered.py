"""The version of the figures moves with every change that an answer can show, and with no other."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Notice, Role
from belts.models import Region
from core import health
from indicators.models import PlaceTally, TallyState
from indicators.queries.remembered import key_of, remember, remembered, version_of_figures
from indicators.services.tallies import fold_deltas, recount_tallies
from tests import factories
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def test_the_version_moves_with_the_figures_and_stays_when_they_are_folded(places):
    before = version_of_figures()
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    after = version_of_figures()
    assert after > before
    fold_deltas(most=1)
    assert version_of_figures() == after
    fold_deltas()
    assert version_of_figures() == after
    with transaction.atomic():
        factories.ActivityFactory(verified=True, lead=places["rongchang"])
        transaction.set_rollback(True)
    assert version_of_figures() == after


def test_a_draft_does_not_move_it(places):
    before = version_of_figures()
    factories.ActivityFactory(lead=places["rongchang"])
    assert version_of_figures() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda places: Region.objects.filter(pk="500153").update(name="荣昌"),
        lambda places: factories.BrandFactory(name="理响巴蜀"),
        lambda places: factories.BeltMembershipFactory(
            region=places["wuhou"], belt_id="south", since=dt.date(2026, 1, 1)
        ),
        lambda places: places["wuhou"].successors.add(places["anyue"]),
    ],
)
def test_names_and_seats_move_it_too(places, change):
    before = version_of_figures()
    change(places)
    assert version_of_figures() > before


def test_an_answer_is_kept_for_who_asked_with_these_rights(places):
    user, other = office(), office()
    version = version_of_figures()
    key = key_of(user, "by=belt", version)
    assert remembered(key) is None
    remember(key, '"etag"', b"{}")
    assert remembered(key) == ('"etag"', b"{}")
    changed = [
        key_of(other, "by=belt", version),
        key_of(user, "by=county", version),
        key_of(user, "by=belt", version + 1),
        key_of(user, "by=belt", version, today=dt.date(2030, 1, 1)),
    ]
    assert key not in changed
    assert len(set(changed)) == 4


def test_a_difference_is_told_to_the_system_administrator_and_shown_with_the_readiness(places):
    administrator = factories.person(Role.SYSTEM_ADMINISTRATOR)
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    fold_deltas()
    recount_tallies()
    assert "figures" not in health.look()[0]
    assert health.look()[1]["figures"] == ""
    PlaceTally.objects.filter(level="belt").update(values=[7] * 8)
    recount_tallies()
    recount_tallies()
    assert Notice.objects.filter(user=administrator, kind="tallies_differ").count() == 1
    assert "differ" in health.look()[1]["figures"]


def test_the_api_answers_from_what_it_kept_until_a_figure_changes(client, places):
    client.force_login(office())
    address = "/api/v1/statistics/?measures=lectures&by=belt"
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address)
    assert not [query["sql"] for query in asked if "tally " in query["sql"] or "placetally" in query["sql"]]
    assert again.json()["rows"] == first.json()["rows"] == []
    assert again["ETag"] == first["ETag"]
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    changed = client.get(address)
    assert changed.json()["total"] == {"lectures": 1}
    assert client.get(address, headers={"If-None-Match": changed["ETag"]}).status_code == 304


def test_what_is_counted_from_the_records_is_never_kept(client, places):
    client.force_login(office())
    activity = factories.ActivityFactory(verified=True, lead=places["rongchang"], title="书香川渝")
    address = "/api/v1/statistics/?measures=activities&q=书香川渝"
    assert client.get(address).json()["total"] == {"activities": 1}
    type(activity).objects.filter(pk=activity.pk).update(title="另一个名称")
    assert client.get(address).json()["total"] == {"activities": 0}


def test_a_vintage_is_asked_for_over_rest(client, places):
    client.force_login(office())
    TallyState.objects.update(began_at=timezone.now() - dt.timedelta(days=1))
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    moment = timezone.now().isoformat()
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    stood = client.get("/api/v1/statistics/", {"measures": "lectures", "at": moment})
    assert (stood.json()["total"], stood.json()["as_of"][:16]) == (
        {"lectures": 1}, timezone.localtime(dt.datetime.fromisoformat(moment)).isoformat()[:16],
    )  # fmt: skip
    refused = client.get("/api/v1/statistics/?at=yesterday")
    assert refused.json()["errors"][0]["code"] == "unknown_moment"
