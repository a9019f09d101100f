import pytest

from activities.models import Team, Work
from tests import factories

pytestmark = pytest.mark.django_db

TEAMS, WORKS, BRANDS = "/api/v1/teams/", "/api/v1/works/", "/api/v1/brands/"
DATED = {"home_region": "500153", "since": "2024-06-01"}


@pytest.fixture
def own():
    return factories.CountyFactory(code="500153")


@pytest.fixture(autouse=True)
def keeper(client, own):
    person = factories.logger(own)
    client.force_login(person)
    return person


def send(client, url, data, method="post"):
    return getattr(client, method)(url, data, content_type="application/json")


def codes(response):
    return {(error["field"], error["code"]) for error in response.json()["errors"]}


@pytest.mark.parametrize("url", [TEAMS, WORKS, BRANDS])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_many_rows(client, url, count, own, django_assert_max_num_queries):
    for _number in range(count):
        {TEAMS: factories.TeamFactory, WORKS: factories.WorkFactory, BRANDS: factories.BrandFactory}[url]()
    client.get(url)

    # session, user, posts; rows, and of works their authors
    with django_assert_max_num_queries(5 if url == WORKS else 4):
        assert len(client.get(url).json()["results"]) == count


def test_a_team_and_its_roster(client, own):
    across = factories.CountyFactory(code="511083", province=factories.sichuan())
    made = send(client, TEAMS, {"name": "百姓名嘴", "kind": "folk", **DATED})
    url = f"{TEAMS}{made.json()['id']}/"
    assert (made.status_code, made.json()["cross_region"]) == (201, False)

    joined = send(client, f"{url}members/", {"name": "张三", **DATED})
    guest = send(client, f"{url}members/", {"name": "李四", **DATED, "home_region": across.pk, "since": "2025-01-01"})
    assert (joined.status_code, guest.status_code) == (201, 201)
    assert client.get(url).json()["cross_region"] is True
    assert client.get(f"{url}?on=2024-12-31").json()["cross_region"] is False
    ended = send(client, f"{url}members/{guest.json()['id']}/end/", {"until": "2025-06-30"})
    assert ended.json()["until"] == "2025-06-30"
    names = {}
    for day in ("2025-06-30", "2025-07-01"):
        names[day] = [row["name"] for row in client.get(f"{url}members/?on={day}").json()]
    assert names == {"2025-06-30": ["张三", "李四"], "2025-07-01": ["张三"]}
    assert send(client, url, {"name": "改名"}, "patch").json()["name"] == "改名"


def test_a_work_its_authors_and_versions(client, own):
    url = f"{WORKS}{send(client, WORKS, {'title': '理响巴蜀', 'kind': 'script', **DATED}).json()['id']}/"
    author = send(client, f"{url}authors/", {"name": "王五", "home_region": "500153"})
    assert author.status_code == 201
    assert [row["name"] for row in client.get(url).json()["authors"]] == ["王五"]
    numbers = [send(client, f"{url}versions/", {"note": "稿"}).json()["number"] for _number in range(2)]
    assert numbers == [1, 2]
    assert [row["number"] for row in client.get(f"{url}versions/").json()] == [2, 1]
    assert client.delete(f"{url}authors/{author.json()['id']}/").status_code == 204
    assert client.delete(f"{url}authors/{author.json()['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("url", "data", "field", "code"),
    [
        (TEAMS, {"name": "队", "kind": "x", **DATED}, "kind", "invalid_choice"),
        (TEAMS, {"name": "队", "kind": "folk", **DATED, "since": "1900-01-01"}, "since", "day_out_of_range"),
        (TEAMS, {"name": "队", "kind": "folk", **DATED, "until": "2024-05-01"}, "until", "period_reversed"),
        (TEAMS, {"name": "队", "kind": "folk", **DATED, "home_region": "511083"}, "home_region", "does_not_exist"),
        (TEAMS, {"name": "队", "kind": "folk", **DATED, "cross_region": True}, "cross_region", "unknown_field"),
        (WORKS, {"title": "长" * 201, "kind": "script", **DATED}, "title", "max_length"),
        (WORKS, {"title": "有\x00", "kind": "script", **DATED}, "title", "null_characters_not_allowed"),
        (BRANDS, {"name": "牌"}, "since", "required"),
    ],
)
def test_what_cannot_be_made_says_where(client, url, data, field, code):
    factories.CountyFactory(code="511083")
    response = send(client, url, data)
    assert response.status_code == 400
    assert (field, code) in codes(response)
    assert not Team.objects.exists()
    assert not Work.objects.exists()


def test_a_name_that_is_taken_is_refused(client):
    assert send(client, BRANDS, {"name": "牌", **DATED}).status_code == 201
    assert send(client, BRANDS, {"name": "牌", **DATED}).status_code == 400


@pytest.mark.parametrize("query", ["page=-1", "home=x", "cursor=x"])
def test_a_list_refuses_what_it_does_not_understand(client, query):
    assert client.get(f"{TEAMS}?{query}").status_code == 400


@pytest.mark.parametrize("day", ["1900-01-01", "x", "２０２５年"])
def test_a_roster_is_asked_for_a_day(client, own, day):
    team = factories.TeamFactory(home_region=own)
    assert client.get(f"{TEAMS}{team.pk}/members/?on={day}").status_code == 400
    assert client.get(f"{TEAMS}{team.pk}/?on={day}").status_code == 400


def test_a_member_of_another_team_is_not_there(client, own):
    member, other = factories.TeamMemberFactory(), factories.TeamFactory(home_region=own)
    assert send(client, f"{TEAMS}{other.pk}/members/{member.pk}/end/", {"until": "2025-01-01"}).status_code == 404
