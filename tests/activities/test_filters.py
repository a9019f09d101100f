import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Role
from activities.filters import ActivityFilter, description_of, terms_of
from activities.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db


def filtered(query, user=None):
    request = RequestFactory().get(f"/?{query}")
    request.user = user or factories.person(Role.CORRIDOR_OFFICE)
    return ActivityFilter(request.GET, Activity.objects.visible_to(request.user), request=request)


def found(query, user=None):
    filters = filtered(query, user)
    assert filters.is_valid(), filters.errors
    return set(filters.qs)


@pytest.fixture
def world():
    """荣昌 and 隆昌 sit in one belt; 渝北 sat in another until the day it was abolished, 北碚 follows it."""
    south, north = factories.BeltFactory(code="south", name="川南渝西"), factories.BeltFactory(code="north")
    counties = {
        "rongchang": factories.CountyFactory(code="500153"),
        "longchang": factories.CountyFactory(code="511083", province=factories.sichuan()),
        "yubei": factories.CountyFactory(code="500112", until=dt.date(2025, 11, 5)),
        "beibei": factories.CountyFactory(code="500109"),
    }
    counties["yubei"].successors.add(counties["beibei"])
    for name in ("rongchang", "longchang"):
        factories.BeltMembershipFactory(belt=south, region=counties[name])
    factories.BeltMembershipFactory(belt=north, region=counties["yubei"], until=dt.date(2025, 11, 5))
    factories.BeltMembershipFactory(belt=north, region=counties["beibei"], since=dt.date(2025, 11, 6))
    return counties


def test_a_place_is_lead_or_partner_or_either(world):
    leads = factories.ActivityFactory(lead=world["rongchang"], partners=[world["longchang"]])
    joins = factories.ActivityFactory(lead=world["longchang"], partners=[world["rongchang"]])
    factories.ActivityFactory(lead=world["yubei"])

    assert found("region=500153") == found("region=500153&role=any") == {leads, joins}
    assert found("region=500153&role=lead") == {leads}
    assert found("region=500153&role=partner") == {joins}
    assert found("region=500153&with_region=511083&role=lead") == {leads}
    assert found("role=partner") == {leads, joins}


def test_belt_province_and_county_are_asked_of_the_same_party(world):
    joint = factories.ActivityFactory(lead=world["yubei"], partners=[world["longchang"]])

    assert found("belt=south&province=510000") == {joint}
    assert found("belt=north&province=510000") == set()
    assert found("belt=north&province=510000&region=511083") == set()
    assert found("belt=north&with_region=511083") == {joint}


def test_membership_as_it_was_and_as_it_is(world):
    before = factories.ActivityFactory(lead=world["yubei"], starts_on=dt.date(2024, 9, 1))
    early = factories.ActivityFactory(lead=world["beibei"], starts_on=dt.date(2024, 9, 1))
    after = factories.ActivityFactory(lead=world["beibei"], starts_on=dt.date(2025, 12, 1))

    assert timezone.localdate() > dt.date(2025, 11, 6)
    assert found("belt=north") == found("belt=north&membership=as_was") == {before, after}
    # An abolished county's records follow the heir of its seat; the heir's older ones count by its seat of today.
    assert found("belt=north&membership=as_is") == {before, early, after}
    assert found("belt=north&membership=as_is&region=500109") == {early, after}


def test_the_first_day_of_a_record_decides_its_period(world):
    over_new_year = factories.ActivityFactory(starts_on=dt.date(2024, 12, 31), ends_on=dt.date(2025, 1, 2))
    on_new_year = factories.ActivityFactory(starts_on=dt.date(2025, 1, 1))

    assert found("from=2025-01-01&to=2025-12-31") == {on_new_year}
    assert found("to=2024-12-31") == {over_new_year}


def test_words_may_be_repeated_or_separated_by_commas():
    lecture, sport = factories.ActivityFactory(kind="lecture"), factories.ActivityFactory(kind="sport")
    factories.ActivityFactory(kind="reading")

    assert found("kind=lecture&kind=sport") == found("kind=lecture,sport") == {lecture, sport}


def test_what_follows_from_parties_teams_and_the_logger(world):
    me = factories.logger(world["rongchang"])
    team = factories.TeamFactory(home_region=world["longchang"])
    joint = factories.ActivityFactory(lead=world["rongchang"], partners=[world["longchang"]], created_by=me)
    tour = factories.ActivityFactory(
        lead=world["rongchang"], place_region=world["rongchang"], with_teams=[team], verified=True
    )

    assert found("cross_province=true", me) == {joint}
    assert found("cross_province=false", me) == {tour}
    assert found("touring=true", me) == found(f"team={team.pk}", me) == {tour}
    assert found("mine=true", me) == {joint}
    assert found("mine=false", me) == {tour}
    assert found("state=verified", me) == {tour}


def test_chinese_words_of_two_characters_are_found_and_no_others():
    hit = factories.ActivityFactory(title="荣昌隆昌联合宣讲", place="安富街道")
    factories.ActivityFactory(title="隆重开幕，昌盛可期")

    assert found("q=隆昌") == found("q=宣讲 安富") == found("q=富") == found("q=隆昌联合") == {hit}
    assert found("q=昌隆") == {hit}
    assert found("q=荣隆") == found("q=昌荣") == found("q=讲安") == found("q=荣昌联合") == set()


def test_width_and_case_make_no_difference():
    hit = factories.ActivityFactory(title="Ｒｏｎｇ-1 活动")
    for text in ("rong", "RONG", "ＲＯＮＧ", "ro", "ｒｏ", "Rong-1"):
        assert found(f"q={text}") == {hit}, text


def test_a_list_of_words_needs_no_sort_of_all_rows():
    assert "DISTINCT" not in str(filtered("kind=lecture,sport&state=verified&task=theory").qs.query)


def test_search_uses_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "activity_search" in filtered("q=宣讲").qs.order_by().explain()


@pytest.mark.parametrize(
    ("query", "field", "code", "says"),
    [
        ("kind=lectur", "kind", "invalid_choice", "mass_culture"),
        ("kind=lecture&kind=🎉", "kind", "invalid_choice", "🎉"),
        ("role=boss", "role", "invalid_choice", "partner"),
        ("belt=north", "belt", "invalid_choice", "south"),
        ("region=５００１５３", "region", "invalid_choice", "500153"),
        ("team=99999999999999999999", "team", "invalid_choice", "99999999999999999999"),
        ("brand=-1", "brand", "invalid_choice", "-1"),
        ("cross_province=maybe", "cross_province", "invalid_choice", "true"),
        ("from=1900-01-01", "from", "day_out_of_range", "2000"),
        ("to=2999-01-01", "to", "day_out_of_range", "2099"),
        ("from=last week", "from", "invalid", "2025-03-31"),
        ("from=2025-02-01&to=2025-01-01", "to", "period_reversed", ""),
        ("belt=south&belt=south", "belt", "given_twice", ""),
        ("q=%00", "q", "null_characters_not_allowed", ""),
        (f"q={'讲' * 101}", "q", "max_length", "100"),
    ],
)
def test_a_wrong_value_is_refused_and_gives_no_rows(query, field, code, says):
    factories.BeltFactory(code="south")
    factories.CountyFactory(code="500153")
    factories.ActivityFactory()
    filters = filtered(query)

    assert not filters.is_valid()
    assert [error.code for error in filters.errors.as_data()[field]] == [code]
    assert says in str(filters.errors)
    assert not filters.qs.exists()


def test_a_brand_or_team_must_be_one_that_the_user_sees():
    team = factories.TeamFactory()
    assert not filtered(f"team={team.pk}", factories.person()).is_valid()


@pytest.mark.parametrize(
    ("query", "description"),
    [
        ("", "all records"),
        ("from=2025-01-01&to=2025-12-31&kind=lecture&belt=south", "川南渝西 · lecture · year 2025"),
        ("belt=south&membership=as_is&role=lead", "川南渝西 · leads · by today's membership"),
        ("from=2025-03-01&to=2025-03-31", "March 2025"),
        ("from=2025-03-05&to=2025-03-31&cross_province=false", "one province only · 2025-03-05 – 2025-03-31"),
        ("from=2025-03-05&q=村晚", "“村晚” · from 2025-03-05"),
        ("kind=nonsense", "all records"),
    ],
)
def test_a_filter_set_describes_itself(world, query, description):
    with override("en"):
        assert description_of(filtered(query)) == description


def test_a_term_is_taken_off_without_touching_the_others():
    query = QueryDict("kind=lecture,sport&from=2025-01-01&to=2025-12-31&cursor=abc")
    filters = filtered("kind=lecture,sport&from=2025-01-01&to=2025-12-31")
    left = {term.names + ((term.value,) if term.value else ()): term.removed_from(query) for term in terms_of(filters)}

    assert left == {
        ("kind", "lecture"): "?kind=sport&from=2025-01-01&to=2025-12-31",
        ("kind", "sport"): "?kind=lecture&from=2025-01-01&to=2025-12-31",
        ("from", "to"): "?kind=lecture%2Csport",
    }


def test_the_corridor_is_asked_of_the_same_party(world):
    outside = factories.CountyFactory(code="500106")
    before = factories.ActivityFactory(lead=world["rongchang"], starts_on=dt.date(2024, 5, 31))
    joint = factories.ActivityFactory(lead=world["rongchang"], partners=[outside])
    alone = factories.ActivityFactory(lead=world["longchang"])

    assert found("corridor=true") == {joint, alone}
    assert found("corridor=false") == {before, joint}
    assert found("corridor=false&role=lead") == {before}
    assert found("corridor=true&membership=as_is") == {before, joint, alone}
    assert found("corridor=false&province=510000") == set()


def test_what_has_no_task_or_no_brand_can_be_asked_for():
    plain = factories.ActivityFactory(task="")
    branded = factories.ActivityFactory(task="values", brand=factories.BrandFactory())
    assert found("task=none") == found("brand=null") == {plain}
    assert found("task=none,values") == {plain, branded}
    assert [term.text for term in terms_of(filtered("task=none&brand=null"))] == ["no key task", "no brand"]


def test_where_it_was_held_and_where_the_team_is_from(world):
    team = factories.TeamFactory(home_region=world["rongchang"])
    away = factories.ActivityFactory(place_region=world["longchang"], with_teams=[team])
    factories.ActivityFactory(place_region=world["longchang"])
    assert found("held_in=511083&team_from=500153") == {away}
    assert found("held_in=500153&team_from=500153") == set()
    words = [term.text for term in terms_of(filtered("held_in=511083&team_from=500153"))]
    assert words == ["held in 县511083", "by a team from 县500153"]


def test_how_the_audience_and_the_day_are_known():
    counted = factories.ActivityFactory(audience=30, audience_basis="counted")
    month = factories.ActivityFactory(precision="month", ends_on=dt.date(2025, 3, 31))
    assert found("audience=counted,named") == {counted}
    assert found("precision=month") == {month}


def test_a_default_word_is_known_but_not_offered_twice():
    form = filtered("membership=as_was&role=any").form

    assert [str(option[0]) for option in form["role"].field.widget.choices][1:] == ["any", "lead", "partner"]
    for name, default in (("role", "any"), ("membership", "as_was")):
        shown = str(form[name])
        assert f'value="{default}"' not in shown
        assert '<option value="" selected>' in shown
