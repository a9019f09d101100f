import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db

NEW = reverse("activities:create")


@pytest.fixture
def world():
    own = factories.CountyFactory(code="500153", name="荣昌区")
    far = factories.CountyFactory(code="500101", name="万州区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    same_belt = factories.CountyFactory(code="500116", name="江津区")
    south, east = (
        factories.BeltFactory(code="south", name="川南渝西"),
        factories.BeltFactory(code="east", name="渝东北"),
    )
    for belt, county in ((south, own), (south, neighbour), (south, same_belt), (east, far)):
        factories.BeltMembershipFactory(belt=belt, region=county)
    factories.BorderPairFactory(chongqing=own, sichuan=neighbour)
    unit = factories.UnitFactory(region=own, name="荣昌区委宣传部")
    return {"own": own, "far": far, "neighbour": neighbour, "same_belt": same_belt, "unit": unit}


@pytest.fixture
def clerk(client, world):
    person = factories.logger(world["own"], unit=world["unit"])
    client.force_login(person)
    return person


@pytest.fixture
def filled(world):
    """The eight fields, filled."""
    return {
        "form_key": str(uuid.uuid4()),
        "title": "「理响重庆」走进隆昌石碾镇",
        "kind": "lecture",
        "starts_on": "2026-11-20",
        "starts_at": "09:30",
        "ends_at": "11:00",
        "place": "隆昌市石碾镇碉楼村文化广场",
        "place_region": world["neighbour"].pk,
        "lead": f"{world['own'].pk}.{world['unit'].pk}",
        "partners": [world["neighbour"].pk],
        "audience": "120",
        "audience_basis": "counted",
        "precision": "day",
        "action": "submit",
    }


def test_the_page_starts_from_today_and_the_own_unit(client, clerk, world):
    form = client.get(NEW).context["form"]

    assert form["starts_on"].value() == timezone.localdate()
    assert form["lead"].value() == f"{world['own'].pk}.{world['unit'].pk}"
    assert form["place_region"].value() == world["own"].pk
    assert form["form_key"].value()


def test_neighbours_come_first_then_the_belt_and_the_rest_is_folded(client, clerk, world):
    groups = client.get(NEW).context["form"].partner_groups

    assert [(group.regions, group.folded) for group in groups][:3] == [
        ([world["neighbour"]], False),
        ([world["same_belt"]], False),
        ([world["far"]], True),
    ]


def test_the_filled_page_makes_one_submitted_record(client, clerk, filled, world):
    response = client.post(NEW, filled, follow=True)

    activity = Activity.objects.get()
    assert response.redirect_chain[-1][0] == activity.get_absolute_url()
    assert (activity.state, activity.created_by, activity.task) == ("submitted", clerk, "theory")
    assert (activity.lead.unit, activity.partners[0].region) == (world["unit"], world["neighbour"])
    assert (activity.audience, activity.audience_basis) == (120, "counted")
    assert (activity.starts_at, activity.place_region) == (dt.time(9, 30), world["neighbour"])


def test_a_repeated_post_makes_no_second_record(client, clerk, filled):
    first = client.post(NEW, filled)
    second = client.post(NEW, filled)

    assert first.url == second.url
    assert Activity.objects.get().steps.count() == 2


def test_everything_folded_is_kept_too(client, clerk, filled, world):
    brand, team, work = factories.BrandFactory(), factories.TeamFactory(), factories.WorkFactory()
    partner = factories.UnitFactory(region=world["neighbour"])
    more = {
        "task": "values", "brand": brand.pk, "teams": [team.pk], "works": [work.pk], "partner_units": [partner.pk],
        "speakers": "张明 市委讲师团成员\n\n　李红　", "summary": "三百人听讲。", "volunteers": "１２",
        "organisers": "石碾镇", "ends_on": "2026年11月21日",
        "audience": "１,２００人", "audience_basis": "estimated", "audience_method": "座位",
    }  # fmt: skip

    client.post(NEW, filled | more)

    activity = Activity.objects.get()
    assert (activity.task, activity.brand, activity.volunteers, activity.audience) == ("values", brand, 12, 1200)
    assert activity.ends_on == dt.date(2026, 11, 21)
    assert [str(speaker) for speaker in activity.speakers.all()] == ["张明 市委讲师团成员", "李红"]
    # The unit stands for its county: the county is not named a second time.
    assert [(party.region, party.unit) for party in activity.partners] == [(world["neighbour"], partner)]
    assert (list(activity.teams.all()), list(activity.works.all())) == ([team], [work])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 1_000_000}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"kind": "party"}, "kind"),
        ({"starts_on": "1900-01-01"}, "starts_on"),
        ({"starts_on": "2999-01-01"}, "starts_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2026-11-19"}, "ends_on"),
        ({"ends_at": "09:00"}, "ends_at"),
        ({"audience": "-5"}, "audience"),
        ({"audience": "many"}, "audience"),
        ({"audience": "9" * 30}, "audience"),
        ({"audience": "9" * 6000}, "audience"),
        ({"audience_basis": ""}, "audience_basis"),
        ({"audience_basis": "estimated"}, "audience_method"),
        ({"lead": "500101"}, "lead"),
        ({"lead": ""}, "lead"),
        ({"partners": ["999999"]}, "partners"),
        ({"partners": ["\x00"]}, "partners"),
        ({"partners": ["500153"]}, "partners"),
        ({"teams": ["9" * 40]}, "teams"),
        ({"teams": ["x"]}, "teams"),
        ({"place": "", "place_region": ""}, "place"),
        ({"kind": "other"}, "task"),
        ({"starts_on": "2099-01-01"}, "starts_on"),
        ({"form_key": "no-key"}, "form_key"),
        ({"version": "x"}, "version"),
    ],
)
def test_bad_input_is_refused_on_its_field_and_nothing_is_saved(client, clerk, filled, changes, field):
    response = client.post(NEW, filled | changes)

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Activity.objects.exists()


def test_a_title_of_a_million_characters_is_refused_before_it_is_read(client, clerk, filled):
    assert client.post(NEW, filled | {"title": "长" * 1_000_000}).status_code in {400, 413}
    assert not Activity.objects.exists()


@pytest.mark.parametrize("title", ["🎉 村晚", "𬭎扬文明新风", "<script>alert(1)</script>"])
def test_unusual_titles_are_kept_and_shown_harmless(client, clerk, filled, title):
    page = client.post(NEW, filled | {"title": title}, follow=True)

    assert Activity.objects.get().title == title
    assert "<script>alert" not in page.text


def test_a_number_without_people_needs_no_basis(client, clerk, filled):
    client.post(NEW, filled | {"audience": "", "audience_basis": "estimated"})

    assert Activity.objects.get().audience_basis == ""


def test_a_draft_may_lie_in_the_future_and_miss_its_place(client, clerk, filled):
    client.post(NEW, filled | {"action": "draft", "starts_on": "2099-01-01", "place": "", "place_region": ""})

    assert Activity.objects.get().state == "draft"


def test_the_last_one_is_copied_without_day_and_people(client, clerk, filled, world):
    client.post(NEW, filled | {"teams": [factories.TeamFactory().pk]})

    form = client.get(NEW, {"copy": "last"}).context["form"]

    assert form["title"].value() == filled["title"]
    assert form["partners"].value() == [world["neighbour"].pk]
    assert form["starts_on"].value() == timezone.localdate()
    assert form["audience"].value() is None
    assert form["form_key"].value() != uuid.UUID(filled["form_key"])
    assert len(form["teams"].value()) == 1


def test_a_record_of_another_county_is_copied_under_the_own_lead(client, clerk, world):
    other = factories.ActivityFactory(verified=True, lead=world["neighbour"])

    form = client.get(NEW, {"copy": other.pk}).context["form"]

    assert form["lead"].value() == f"{world['own'].pk}.{world['unit'].pk}"


@pytest.mark.parametrize("wanted", ["0", "x", "99999999999999999999"])
def test_what_cannot_be_copied_is_not_found(client, clerk, wanted):
    assert client.get(NEW, {"copy": wanted}).status_code == 404


def test_copying_the_last_one_before_the_first_starts_empty(client, clerk):
    assert client.get(NEW, {"copy": "last"}).context["form"]["title"].value() is None


def autosave(client, data, url=NEW):
    return client.post(url, data | {"action": "autosave"}, headers={"HX-Request": "true"})


def test_a_draft_keeps_itself_and_is_then_submitted(client, clerk, filled):
    once = autosave(client, filled)
    draft = Activity.objects.get()
    assert draft.state == "draft"
    assert reverse("activities:edit", args=[draft.pk]) in once.text
    twice = autosave(client, filled | {"title": "改过的名称", "version": "1"})
    assert 'name="version" value="2"' in twice.text

    client.post(NEW, filled | {"title": "最后的名称", "version": "2"})

    activity = Activity.objects.get()
    assert (activity.title, activity.state) == ("最后的名称", "submitted")
    assert "open the record" in autosave(client, filled | {"version": "2"}).text.lower()
    assert Activity.objects.get().title == "最后的名称"


def test_what_is_not_yet_a_record_is_not_kept(client, clerk, filled):
    page = autosave(client, filled | {"title": ""})

    assert "Not kept by itself yet" in page.text
    assert not Activity.objects.exists()


def test_a_stale_page_does_not_overwrite(client, clerk, filled):
    autosave(client, filled)
    autosave(client, filled | {"title": "first", "version": "1"})

    assert "Somebody changed this record" in autosave(client, filled | {"title": "second", "version": "1"}).text
    page = client.post(NEW, filled | {"title": "second", "version": "1"})
    assert "Somebody changed this record" in page.text
    assert Activity.objects.get().title == "first"


def test_a_form_key_opens_no_record_of_somebody_else(client, clerk, filled):
    factories.ActivityFactory(form_key=filled["form_key"], title="theirs")

    assert client.post(NEW, filled).status_code == 404
    assert Activity.objects.get().title == "theirs"


def test_a_draft_is_changed_and_a_submitted_record_is_not(client, clerk, filled, world):
    client.post(NEW, filled | {"action": "draft"})
    url = reverse("activities:edit", args=[Activity.objects.get().pk])
    shown = client.get(url).context["form"]
    assert shown["partners"].value() == [world["neighbour"].pk]

    client.post(url, filled | {"title": "new", "partners": [], "version": "1"})

    activity = Activity.objects.get()
    assert (activity.title, activity.state, activity.partners) == ("new", "submitted", [])
    assert client.post(url, filled | {"version": "2"}).status_code == 302
    assert client.get(url).url == activity.get_absolute_url()


def test_submitting_an_incomplete_draft_keeps_the_draft_as_it_was(client, clerk, filled):
    client.post(NEW, filled | {"action": "draft"})
    url = reverse("activities:edit", args=[Activity.objects.get().pk])

    response = client.post(url, filled | {"title": "new", "place": "", "place_region": "", "version": "1"})

    assert "place" in response.context["form"].errors
    assert (Activity.objects.get().title, Activity.objects.get().version) == (filled["title"], 1)


def test_the_reason_of_the_return_stands_above_the_form(client, clerk, filled, world):
    activity = factories.ActivityFactory(state="returned", lead=world["own"])
    activity.steps.create(to_state="returned", actor=clerk, reason="人数缺来源")

    assert "人数缺来源" in client.get(reverse("activities:edit", args=[activity.pk])).text


def test_searching_works_without_scripts(client, clerk, filled):
    team = factories.TeamFactory(name="荣昌海棠宣讲队")
    factories.TeamFactory(name="别的队伍")

    page = client.post(NEW, filled | {"find": "teams", "find_teams": "海棠", "title": ""})

    assert [(row, chosen) for row, chosen in page.context["pickers"]["teams"].options] == [(team, False)]
    assert page.context["form"]["place"].value() == filled["place"]
    assert not page.context["form"].errors
    assert not Activity.objects.exists()


def test_found_teams_come_behind_the_chosen_ones_and_live_on_the_day(client, clerk):
    chosen, found = factories.TeamFactory(name="一"), factories.TeamFactory(name="海棠")
    factories.TeamFactory(name="海棠旧队", until=dt.date(2025, 1, 1))

    page = client.get(
        reverse("activities:picker_choices", args=["teams"]),
        {"find_teams": "海棠", "teams": [chosen.pk], "starts_on": "2026-11-20"},
    )

    assert page.context["picker"].options == [(chosen, True), (found, False)]


def test_what_the_county_named_last_is_suggested(client, clerk, world):
    team = factories.TeamFactory()
    factories.ActivityFactory(lead=world["own"], created_by=clerk, with_teams=[team])
    at_home = factories.TeamFactory(home_region=world["own"])
    factories.TeamFactory()

    assert client.get(NEW).context["pickers"]["teams"].options == [(team, False), (at_home, False)]


def test_partner_units_are_suggested_and_found(client, clerk, world):
    unit = factories.UnitFactory(region=world["neighbour"], name="隆昌市委宣传部")
    named = factories.ActivityFactory(lead=world["own"])
    named.parties.create(region=world["neighbour"], unit=unit, role="partner")

    assert client.get(NEW).context["pickers"]["partner_units"].options == [(unit, False)]
    found = client.get(
        reverse("activities:picker_choices", args=["partner_units"]), {"find_partner_units": "隆昌 宣传"}
    )
    assert found.context["picker"].options == [(unit, False)]


def test_the_page_takes_the_same_queries_however_much_was_logged(client, clerk, world, django_assert_max_num_queries):
    factories.ActivityFactory.create_batch(3, lead=world["own"], with_teams=[factories.TeamFactory()])
    with django_assert_max_num_queries(28):
        client.get(NEW)


def test_the_counties_follow_the_day_and_keep_what_is_chosen(client, clerk, world):
    ended = factories.CountyFactory(code="500112", name="渝北区", until=dt.date(2025, 11, 5))
    url = reverse("activities:partner_choices")
    data = {"lead": world["own"].pk, "partners": [ended.pk]}
    factories.BeltMembershipFactory(region=ended, until=dt.date(2025, 11, 5))

    then = client.get(url, data | {"starts_on": "2025-06-01"}).context["form"].partner_groups
    now = client.get(url, data | {"starts_on": "２０２６/6/1"}).context["form"].partner_groups

    assert [(region, region.chosen) for group in then for region in group.regions if region == ended] == [(ended, True)]
    assert "not offered" in str(now[-1].title)
    assert now[-1].regions == [ended]


@pytest.mark.parametrize("query", [{"starts_on": "x"}, {"starts_on": "1900-01-01"}, {"lead": "5"}, {}])
def test_the_chips_survive_any_query(client, clerk, query):
    assert client.get(reverse("activities:partner_choices"), query).status_code == 200


def test_only_loggers_open_the_page(client, world):
    client.force_login(factories.reviewer(world["own"]))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {}).status_code == 403
