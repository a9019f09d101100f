"""Teams, works and brands: their services."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.models import Team, WorkVersion
from activities.services import brands, teams, works
from tests import factories

pytestmark = pytest.mark.django_db

FORMED = dt.date(2024, 6, 1)


def codes(refused):
    error = refused.value
    if not hasattr(error, "error_dict"):
        return {problem.code for problem in error.error_list}
    return {problem.code for problems in error.error_dict.values() for problem in problems}


@pytest.fixture
def county():
    return factories.CountyFactory(code="500153")


@pytest.fixture
def person(county):
    return factories.logger(county)


def test_a_team_is_cross_region_by_its_roster_on_the_day(person, county):
    team = teams.create_team(actor=person, name="百姓名嘴", kind="folk", home_region=county, since=FORMED)
    across = factories.CountyFactory(province=factories.sichuan())
    teams.add_member(actor=person, team=team, name="张三", home_region=county, since=FORMED)
    guest = teams.add_member(actor=person, team=team, name="李四", home_region=across, since=dt.date(2025, 1, 1))
    teams.end_membership(actor=person, member=guest, until=dt.date(2025, 6, 30))

    assert not Team.objects.cross_region(dt.date(2024, 12, 31)).exists()
    assert Team.objects.cross_region(dt.date(2025, 6, 30)).get() == team
    assert not Team.objects.cross_region(dt.date(2025, 7, 1)).exists()
    assert Team.objects.cross_region().get() == team


def test_somebody_is_in_a_team_once_at_a_time_and_may_come_back(person, county):
    team = factories.TeamFactory(home_region=county)
    first = teams.add_member(actor=person, team=team, name="张三", home_region=county, since=FORMED)
    with pytest.raises(ValidationError, match="in the team in that time"):
        teams.add_member(actor=person, team=team, name="张三", home_region=county, since=dt.date(2025, 1, 1))
    teams.end_membership(actor=person, member=first, until=dt.date(2024, 12, 31))
    teams.end_membership(actor=person, member=first, until=dt.date(2024, 12, 31))
    teams.add_member(actor=person, team=team, name="张三", home_region=county, since=dt.date(2025, 1, 1))

    assert team.members.count() == 2


def test_the_roster_lies_within_the_days_of_the_team(person, county):
    team = factories.TeamFactory(home_region=county, since=FORMED)
    with pytest.raises(ValidationError) as refused:
        teams.add_member(actor=person, team=team, name="早", home_region=county, since=dt.date(2024, 5, 31))
    assert codes(refused) == {"member_outside_team"}

    open_end = teams.add_member(actor=person, team=team, name="张三", home_region=county, since=FORMED)
    teams.edit_team(actor=person, team=team, until=dt.date(2025, 12, 31))
    open_end.refresh_from_db()
    assert open_end.until == dt.date(2025, 12, 31)
    for wrong in (
        lambda: teams.edit_team(actor=person, team=team, since=dt.date(2024, 7, 1)),
        lambda: teams.edit_team(actor=person, team=team, until=dt.date(2024, 6, 30)),
        lambda: teams.end_membership(actor=person, member=open_end, until=dt.date(2026, 1, 1)),
        lambda: teams.add_member(actor=person, team=team, name="晚", home_region=county, since=dt.date(2026, 1, 1)),
    ):
        with pytest.raises(ValidationError) as refused:
            wrong()
        assert codes(refused) == {"member_outside_team"}
    late = teams.add_member(actor=person, team=team, name="李四", home_region=county, since=dt.date(2025, 1, 1))
    assert late.until == dt.date(2025, 12, 31)


def test_a_membership_does_not_end_before_it_begins(person, county):
    member = factories.TeamMemberFactory(team__home_region=county, since=FORMED)
    with pytest.raises(ValidationError) as refused:
        teams.end_membership(actor=person, member=member, until=dt.date(2024, 5, 31))
    assert codes(refused) == {"period_reversed"}


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2999, 1, 1)])
def test_a_day_is_one_that_the_portal_keeps(person, county, day):
    with pytest.raises(ValidationError) as refused:
        brands.create_brand(actor=person, name="牌", home_region=county, since=day)
    assert codes(refused) == {"day_out_of_range"}


def test_a_teams_unit_belongs_to_its_home(person, county):
    elsewhere = factories.UnitFactory()
    with pytest.raises(ValidationError) as refused:
        teams.create_team(actor=person, name="队", kind="folk", home_region=county, unit=elsewhere, since=FORMED)
    assert codes(refused) == {"unit_of_another_region"}
    elsewhere.shared_with.add(county)
    assert teams.create_team(actor=person, name="队", kind="folk", home_region=county, unit=elsewhere, since=FORMED).pk


def test_a_name_is_used_once_in_a_region(person, county):
    for create, name in (
        (lambda: teams.create_team(actor=person, name="队", kind="folk", home_region=county, since=FORMED), "team"),
        (lambda: works.create_work(actor=person, title="稿", kind="script", home_region=county, since=FORMED), "work"),
        (lambda: brands.create_brand(actor=person, name="牌", home_region=county, since=FORMED), "name"),
    ):
        create()
        with pytest.raises(ValidationError, match=f"(?i){name}"):
            create()


@pytest.mark.parametrize("name", ["", "名" * 101, "有\x00字"])
def test_a_name_is_text_of_some_length(person, county, name):
    with pytest.raises(ValidationError):
        teams.create_team(actor=person, name=name, kind="folk", home_region=county, since=FORMED)


def test_authors_and_versions_of_a_work(person, county):
    work = works.create_work(actor=person, title="理响巴蜀 𬭎🎉", kind="script", home_region=county, since=FORMED)
    author = works.add_author(actor=person, work=work, name="王五", home_region=county)
    with pytest.raises(ValidationError, match="named already"):
        works.add_author(actor=person, work=work, name="王五", home_region=county)
    works.remove_author(actor=person, author=author)
    works.remove_author(actor=person, author=author)
    first = works.add_version(actor=person, work=work, note="初稿", body="正文")
    second = works.add_version(actor=person, work=work, note="二稿")

    assert not work.authors.exists()
    assert (first.number, second.number, second.made_by) == (1, 2, person)
    assert works.edit_work(actor=person, work=work, title="新名").title == "新名"


def test_a_brand_changes_by_its_service(person, county):
    brand = brands.create_brand(actor=person, name="理响巴蜀", home_region=county, since=FORMED)
    assert brands.edit_brand(actor=person, brand=brand, description="川渝联合").description == "川渝联合"


def test_only_named_fields_can_be_set(person, county):
    with pytest.raises(TypeError):
        brands.edit_brand(actor=person, brand=factories.BrandFactory(), pk=3)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_versions_made_at_once_get_different_numbers():
    work, person = factories.WorkFactory(), factories.person()
    start = threading.Barrier(6)

    def add():
        try:
            start.wait()
            works.add_version(actor=person, work=work, note="同时")
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(WorkVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
