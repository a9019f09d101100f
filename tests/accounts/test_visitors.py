"""Pages that nobody signs in to are answered so often a minute: enough for an office behind one address."""

import pytest
from django.conf import settings as configured
from django.core.cache.backends.redis import RedisCache

from accounts.models import Role
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESSES = ("/figures/", "/figures/belt.csv", "/figures/month.csv")


def first_refusal(client, address, **headers):
    answers = [client.get(address, headers=headers) for _time in range(6)]  # a clock minute may end meanwhile
    return next(answer for answer in answers if answer.status_code == 429)


@pytest.mark.parametrize("address", ADDRESSES)
def test_too_often_is_a_page_that_says_when_to_come_back(client, settings, address):
    settings.VISITOR_RATE = 2
    refused = first_refusal(client, address)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store"
    assert "Refresh" not in refused
    assert f'href="{address}"' in refused.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "请求过多"), ("zh-hant", "請求過多"), ("en", "Too many requests")]
)
def test_it_says_so_in_the_language_of_who_asks(client, settings, language, words):
    settings.VISITOR_RATE = 1
    assert words in first_refusal(client, "/figures/", **{"Accept-Language": language}).content.decode()


def test_a_count_that_is_lost_meanwhile_refuses_nobody(client, monkeypatch):
    """Redis may be emptied between the two steps of counting."""
    monkeypatch.setattr(RedisCache, "add", lambda *_args, **_options: False)
    assert client.get("/figures/").status_code == 200


def test_pages_and_files_are_counted_together_and_each_address_by_itself(client, settings):
    settings.VISITOR_RATE = 4
    statuses = [client.get(address).status_code for address in ADDRESSES * 4]
    assert 429 in statuses
    assert client.get("/figures/", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_an_office_of_twenty_behind_one_address_is_not_hit(client):
    assert configured.VISITOR_RATE >= 20 * 15  # each of them clicks every four seconds
    statuses = {client.get(address).status_code for _person in range(20) for address in ADDRESSES}
    assert statuses == {200}


def test_who_is_signed_in_is_counted_alone(client, settings):
    settings.VISITOR_RATE = 2
    first_refusal(client, "/figures/")
    for _person in range(2):
        client.force_login(factories.person(Role.CORRIDOR_OFFICE))
        assert client.get("/figures/").status_code == 200


def test_files_of_boards_are_counted_for_each_person(client, settings):
    settings.VISITOR_RATE = 2
    client.force_login(factories.person(Role.CORRIDOR_OFFICE))
    refused = first_refusal(client, "/statistics/board/corridor/all/exchange.csv")
    assert "Retry-After" in refused
    client.force_login(factories.person(Role.CORRIDOR_OFFICE))
    assert client.get("/statistics/board/corridor/all/exchange.csv").status_code == 200
