"""The policy of colours of a body and the general one: kept by the corridor office, with its effect shown."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import ColourPolicy
from meetings.queries.colours import RED, YELLOW, effect, holding, policies
from meetings.services.bodies import drop_colour_policy, set_colour_policy
from tests.meetings.refusals import refused
from tests.meetings.resolution_world import late, made, make_world

pytestmark = pytest.mark.django_db
STRICT = {"blue_days": 30, "yellow_days": 1, "red_days": 3, "silent_days": 45, "level_days": 5}
WHY = "走廊办〔2026〕12号"


@pytest.fixture
def world():
    return make_world()


def kept(world, **changes):
    given = {"actor": world.corridor, "body": world.body, "source": WHY} | STRICT
    return set_colour_policy(**given | changes)


def test_a_body_has_its_own_and_follows_the_general_one_again(world):
    own = kept(world)
    assert (own.version, holding(world.body, policies())) == (1, own)
    assert kept(world).version == 1, "the same again is nothing new"
    assert kept(world, red_days=4, version=1).version == 2
    assert refused(kept, world=world, red_days=5, version=1) == "stale"
    assert own.events.count() == 2
    for _again in range(2):
        drop_colour_policy(actor=world.corridor, body=world.body, reason="统一口径")
    assert holding(world.body, policies()).body is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"red_days": 0}, "red_before_yellow"),
        ({"level_days": 0}, "policy_days_out_of_range"),
        ({"silent_days": 0}, "policy_days_out_of_range"),
        ({"blue_days": 367}, "policy_days_out_of_range"),
        ({"source": " "}, "text_missing"),
    ],
)
def test_days_that_say_nothing_are_refused_by_service_and_database(world, changes, code):
    assert refused(kept, world=world, **changes) == code
    if "source" not in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            ColourPolicy.objects.create(body=world.body, source=WHY, **STRICT | changes)


def test_the_effect_is_counted_before_it_is_kept(world):
    late(world, days=5)
    late(world, days=1)
    made(world)
    found = effect(world.corridor, world.body, ColourPolicy(body=world.body, **STRICT))
    assert {colour: (now, then) for colour, now, then in found} == {
        RED: (0, 1), YELLOW: (2, 1), "blue": (0, 1), "none": (1, 0),
    }  # fmt: skip
    general = effect(world.corridor, None, ColourPolicy(**STRICT))
    assert [then for _colour, _now, then in general] == [then for _colour, _now, then in found]
    kept(world)
    assert sum(now for _colour, now, _then in effect(world.corridor, None, ColourPolicy())) == 0, "it has its own now"


def test_the_page_shows_what_holds_previews_and_keeps(as_, world):
    late(world, days=5)
    url = reverse("meetings:colour_policy", args=[world.body.pk])
    reading = as_(world.luxian_logger).get(url).content.decode()
    assert "follows the" in reading
    assert "Show the effect" not in reading
    client = as_(world.corridor)
    form = STRICT | {"source": WHY, "version": 0}
    shown = client.post(url, form | {"preview": "1"})
    assert [(line["colour"], line["now"], line["then"]) for line in shown.context["lines"]][:2] == [
        (RED, 0, 1), (YELLOW, 1, 0),
    ]  # fmt: skip
    assert not ColourPolicy.objects.filter(body=world.body).exists()
    wrong = client.post(url, form | {"preview": "1", "red_days": 0})
    assert "Red comes after yellow." in wrong.content.decode()
    assert client.post(url, form).status_code == 302
    assert "a policy of its own" in client.get(url).content.decode()
    assert "Somebody changed this" in client.post(url, form | {"red_days": 9}).content.decode()
    general = client.get(reverse("meetings:general_colour_policy")).content.decode()
    assert url in general
    drop = reverse("meetings:drop_colour_policy", args=[world.body.pk])
    client.post(drop, {"reason": ""})
    assert ColourPolicy.objects.filter(body=world.body).exists()
    client.post(drop, {"reason": "统一口径"})
    assert not ColourPolicy.objects.filter(body=world.body).exists()


def test_body_and_board_lead_to_it(as_, world):
    client = as_(world.luxian_logger)
    assert (
        reverse("meetings:colour_policy", args=[world.body.pk])
        in client.get(world.body.get_absolute_url()).content.decode()
    )
    assert reverse("meetings:general_colour_policy") in client.get(reverse("meetings:resolutions")).content.decode()


def test_the_page_takes_as_many_queries_for_three_as_for_one(as_, world):
    client, url = as_(world.corridor), reverse("meetings:colour_policy", args=[world.body.pk])
    made(world)

    def price():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    client.get(url)
    first = price()
    for _more in range(2):
        made(world)
    assert price() == first


def test_the_api_reads_sets_and_drops(as_, world):
    url = reverse("api:body-colour-policy", args=[world.body.pk])
    client = as_(world.corridor)
    assert client.get(url).json()["body"] is None

    def put(address=url, **changes):
        return client.put(address, STRICT | {"source": WHY} | changes, content_type="application/json")

    assert put(version=0).json() == {"body": "south", **STRICT, "source": WHY, "version": 1}
    assert put(red_days=9, version=0).status_code == 409
    assert put(red_days=0).json()["errors"][0]["code"] == "red_before_yellow"
    assert put(reverse("api:colour-policy")).json()["body"] is None
    assert client.delete(url).status_code == 400
    assert client.delete(f"{url}?reason=统一口径").status_code == 204
    client = as_(world.rongchang_reviewer)
    assert client.get(url).status_code == 200
    assert put().status_code == 404


def test_a_policy_of_no_body_is_refused(world):
    with pytest.raises(ValidationError):
        set_colour_policy(actor=world.corridor, source=WHY, red_days=0, yellow_days=5)
