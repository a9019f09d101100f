import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Role
from activities.models import Team, TeamMember, Work
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = ["team", "work", "brand"]


@pytest.fixture
def county():
    return factories.CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def keeper(client, county):
    person = factories.logger(county)
    client.force_login(person)
    return person


def make(kind, **fields):
    return {"team": factories.TeamFactory, "work": factories.WorkFactory, "brand": factories.BrandFactory}[kind](
        **fields
    )


def list_of(kind):
    return reverse(f"activities:{kind}s")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_many_rows(client, keeper, kind, count, django_assert_max_num_queries):
    rows = [make(kind, home_region=factories.CountyFactory()) for _number in range(count)]
    if kind == "work":
        for row in rows:
            row.authors.create(name="王五", home_region=row.home_region)

    client.get(list_of(kind))  # the first request of a session also writes it
    # session, user, posts; belts and regions (twice) to choose from; rows; of works their authors with regions
    with django_assert_max_num_queries(10 if kind == "work" else 8):
        page = client.get(list_of(kind))

    assert len(page.context["page"].rows) == count


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_searched_and_answers_htmx_with_its_rows(client, keeper, kind):
    name = {"work": "title"}.get(kind, "name")
    make(kind, **{name: "理响巴蜀 宣讲"})
    make(kind, **{name: "别的"})

    page = client.get(list_of(kind), {"q": "宣讲 理响"})
    fragment = client.get(list_of(kind), {"q": "宣讲 理响"}, headers={"HX-Request": "true"})

    assert [str(row) for row in page.context["page"].rows] == ["理响巴蜀 宣讲"]
    assert fragment.text.strip() in page.text
    assert "<html" not in fragment.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["page=-1", "cursor=xx", "home=９", "belt=none", "q=" + "讲" * 200])
def test_what_a_list_does_not_understand_is_said(client, keeper, kind, query):
    make(kind)
    page = client.get(f"{list_of(kind)}?{query}")
    assert page.status_code == 200
    assert page.context["problems"]
    assert not page.context["page"].rows


def test_teams_are_found_by_home_belt_and_roster_on_a_day(client, keeper, county):
    across = factories.CountyFactory(province=factories.sichuan())
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south"), region=county, since=dt.date(2024, 6, 1))
    joint = factories.TeamFactory(name="联合队", home_region=county, since=dt.date(2024, 6, 1))
    factories.TeamMemberFactory(team=joint, home_region=county, since=dt.date(2025, 1, 1))
    factories.TeamMemberFactory(team=joint, home_region=across, since=dt.date(2025, 1, 1), until=dt.date(2025, 12, 31))
    old = factories.TeamFactory(name="旧队", since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))

    def found(**query):
        return {str(team) for team in client.get(list_of("team"), query).context["page"].rows}

    assert found(belt="south") == found(home="500153") == found(home="500000", kind="folk", belt="south") == {"联合队"}
    assert found(cross_region="true", on="2025-06-01") == {"联合队"}
    assert found(cross_region="true") == set()
    assert found(cross_region="false", on="2024-07-01") == {"联合队", str(old)}
    assert found(on="2025-06-01") == {"联合队"}


def test_a_teams_page_shows_the_roster_on_a_day(client, keeper, county):
    team = factories.TeamFactory(home_region=county)
    factories.TeamMemberFactory(team=team, name="先来", since=dt.date(2024, 6, 1), until=dt.date(2024, 12, 31))
    factories.TeamMemberFactory(team=team, name="后来", since=dt.date(2025, 1, 1))
    factories.ActivityFactory(with_teams=[team], lead=county, place_region=county, title="在家")
    factories.ActivityFactory(with_teams=[team], lead=county, place_region=factories.CountyFactory(), title="出门")

    then = client.get(team.get_absolute_url(), {"on": "2024-07-01"})
    today = client.get(team.get_absolute_url())

    assert [member.name for member in then.context["roster"]] == ["先来"]
    assert [member.name for member in today.context["roster"]] == ["后来"]
    assert today.context["tours"] == {"given": 2, "away": 1}
    assert {row.title for row in today.context["activities"]} == {"在家", "出门"}
    assert f"{reverse('activities:list')}?team={team.pk}" in today.text


@pytest.mark.parametrize("day", ["1900-01-01", "2999-01-01", "２０２５年", "yesterday"])
def test_a_day_that_is_none_is_said(client, keeper, county, day):
    page = client.get(factories.TeamFactory(home_region=county).get_absolute_url(), {"on": day})
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_a_team_is_made_changed_and_given_people_on_its_pages(client, keeper, county):
    data = {"name": "百姓名嘴", "kind": "folk", "home_region": "500153", "since": "2024-06-01"}
    made = client.post(reverse("activities:create_team"), data)
    team = Team.objects.get()
    assert made.url == team.get_absolute_url()

    client.post(reverse("activities:edit_team", args=[team.pk]), data | {"name": "百姓名嘴队"})
    member = {"name": "张三", "home_region": "500153", "part": "leader", "since": "2024-06-01"}
    assert client.post(reverse("activities:add_member", args=[team.pk]), member).status_code == 302
    again = client.post(reverse("activities:add_member", args=[team.pk]), member)
    assert again.status_code == 200
    assert "in the team in that time already" in again.text
    end = reverse("activities:end_membership", args=[TeamMember.objects.get().pk])
    assert "period" not in client.get(end).text
    assert client.post(end, {"until": "2024-05-01"}).status_code == 200
    assert client.post(end, {"until": "2025-05-01"}).url == team.get_absolute_url()

    team.refresh_from_db()
    assert team.name == "百姓名嘴队"
    assert TeamMember.objects.get().until == dt.date(2025, 5, 1)


def test_a_work_is_made_and_given_authors_and_versions(client, keeper, county):
    data = {"title": "理响巴蜀", "kind": "script", "home_region": "500153", "since": "2024-06-01"}
    client.post(reverse("activities:create_work"), data)
    work = Work.objects.get()
    client.post(reverse("activities:add_author", args=[work.pk]), {"name": "王五", "home_region": "500153"})
    client.post(reverse("activities:add_version", args=[work.pk]), {"note": "初稿", "body": "<script>x</script>"})

    page = client.get(work.get_absolute_url()).text
    assert "王五" in page
    assert "v1" in page
    assert "<script>x" not in page
    client.post(reverse("activities:remove_author", args=[work.authors.get().pk]))
    assert not work.authors.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_another_county_changes_nothing(client, kind, county):
    client.force_login(factories.logger(factories.CountyFactory()))
    row = make(kind, home_region=county)

    assert client.get(row.get_absolute_url()).status_code == 200
    assert reverse(f"activities:edit_{kind}", args=[row.pk]) not in client.get(row.get_absolute_url()).text
    assert client.get(reverse(f"activities:edit_{kind}", args=[row.pk])).status_code == 404
    assert client.post(reverse(f"activities:edit_{kind}", args=[row.pk]), {}).status_code == 404


def test_a_home_is_one_that_the_user_keeps(client, keeper):
    factories.CountyFactory(code="511083")
    data = {"name": "牌", "home_region": "511083", "since": "2024-06-01"}
    refused = client.post(reverse("activities:create_brand"), data)
    assert refused.status_code == 200
    assert "home_region" in refused.context["form"].errors


def test_only_the_corridor_office_keeps_what_has_no_home(client, keeper):
    data = {"name": "牌", "since": "2024-06-01"}
    assert "home_region" in client.post(reverse("activities:create_brand"), data).context["form"].errors
    client.force_login(factories.person(Role.CORRIDOR_OFFICE))
    assert client.post(reverse("activities:create_brand"), data).status_code == 302


def test_teams_are_found_by_their_people_and_the_day_they_were_formed(client, keeper, county):
    across = make("team", home_region=county, since=dt.date(2024, 6, 1))
    guest = factories.CountyFactory(province=factories.sichuan())
    member = factories.TeamMemberFactory(team=across, home_region=guest)
    factories.TeamMemberFactory(team=across, home_region=county)
    later = make("team", since=dt.date(2025, 1, 1))

    def found(**given):
        return set(client.get(list_of("team"), given).context["page"].rows)

    assert found(people_from=guest.pk) == found(people_from="510000") == {across}
    assert found(**{"from": "2024-12-31"}) == {later}
    assert found(to="2024-12-31") == {across}
    TeamMember.objects.filter(pk=member.pk).update(until=dt.date(2025, 1, 1))
    assert found(cross_region="true") == set()
    assert found(ever_cross_region="true") == {across}


def test_works_are_found_by_their_authors(client, keeper, county):
    work = make("work")
    work.authors.create(name="王五", home_region=county)
    make("work")
    page = client.get(list_of("work"), {"people_from": county.pk})
    assert page.context["page"].rows == [work]
