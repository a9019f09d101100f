import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from activities.queries import records
from activities.services.life import return_activity, submit_activity
from core import work
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return factories.CountyFactory(name="荣昌区")


@pytest.fixture
def clerk(county):
    return factories.logger(county)


@pytest.fixture
def reviewer(county):
    return factories.reviewer(county)


@pytest.fixture
def draft(county, clerk):
    return factories.ActivityFactory(lead=county, created_by=clerk)


@pytest.fixture
def submitted(draft, clerk):
    return submit_activity(actor=clerk, activity=draft)


def url(step, activity):
    return reverse(f"activities:{step}", args=[activity.pk])


def page_of(client, person, activity):
    client.force_login(person)
    return client.get(activity.get_absolute_url())


def test_who_may_do_what_next(client, county, clerk, reviewer, draft):
    def may(person):
        return {name for name, allowed in page_of(client, person, draft).context["may"].items() if allowed}

    assert may(clerk) == {"edit", "submit", "delete", "copy"}
    submit_activity(actor=clerk, activity=draft)
    assert may(clerk) == {"copy"}
    assert may(reviewer) == {"verify"}
    Activity.objects.filter(pk=draft.pk).update(submitted_by=reviewer)
    assert may(reviewer) == {"wait_for_another"}
    Activity.objects.filter(pk=draft.pk).update(state="verified", verified_by=factories.UserFactory())
    assert may(reviewer) == {"reopen"}
    assert may(clerk) == {"copy"}


def test_the_page_tells_the_whole_record(client, county, clerk, reviewer, submitted):
    neighbour = factories.CountyFactory(name="隆昌市", province=factories.sichuan())
    submitted.parties.create(region=neighbour, role="partner")
    submitted.teams.add(factories.TeamFactory(name="海棠宣讲队"))
    submitted.speakers.create(name="张明")
    Activity.objects.filter(pk=submitted.pk).update(
        audience=1860, audience_basis="counted", place_region=neighbour, summary="三百人听讲。"
    )

    text = page_of(client, reviewer, submitted).text

    for words in (
        "荣昌区",
        "隆昌市",
        "cross-province",
        "touring",
        "海棠宣讲队",
        "张明",
        "1,860",
        "counted",
        "三百人听讲。",
    ):
        assert words in text


def test_the_page_takes_the_same_queries_however_much_the_record_holds(
    client, reviewer, submitted, django_assert_max_num_queries
):
    client.force_login(reviewer)
    client.get(submitted.get_absolute_url())
    for number in range(3):
        submitted.parties.create(region=factories.CountyFactory(), role="partner")
        submitted.teams.add(factories.TeamFactory())
        submitted.speakers.create(name=f"讲者{number}")
    with django_assert_max_num_queries(26):
        client.get(submitted.get_absolute_url())


def test_a_draft_is_submitted_from_its_page(client, clerk, draft):
    client.force_login(clerk)

    client.post(url("submit", draft))

    assert Activity.objects.get().state == "submitted"


def test_an_incomplete_draft_leads_to_its_form(client, clerk, draft):
    Activity.objects.update(place="")
    client.force_login(clerk)

    response = client.post(url("submit", draft), follow=True)

    assert response.redirect_chain[-1][0] == url("edit", draft)
    assert "Say where it took place." in response.text


def test_verifying_twice_is_verifying_once(client, reviewer, submitted):
    client.force_login(reviewer)

    for _click in range(2):
        assert client.post(url("verify", submitted), {"version": submitted.version}).status_code == 302

    assert Activity.objects.get().verified_by == reviewer
    assert Activity.objects.get().steps.count() == 2


@pytest.mark.parametrize("version", ["x", "", "9" * 50, "\x00"])
def test_an_odd_version_is_no_error(client, reviewer, submitted, version):
    client.force_login(reviewer)

    assert client.post(url("verify", submitted), {"version": version}).status_code == 302


def test_the_second_reviewer_reads_who_was_faster(client, county, reviewer, submitted):
    first = factories.reviewer(county, name="先到的审核员")
    return_activity(actor=first, activity=submitted, reason="why")
    client.force_login(reviewer)

    page = client.post(url("verify", submitted), follow=True)

    assert "先到的审核员 was faster" in page.text


def test_returning_needs_a_reason_and_keeps_what_was_typed(client, reviewer, submitted):
    client.force_login(reviewer)

    refused = client.post(url("return", submitted), {"reason": "长" * 501, "version": submitted.version})
    assert refused.status_code == 200
    assert "reason" in refused.context["reason_form"].errors
    stale = client.post(url("return", submitted), {"reason": "人数缺来源", "version": 1})
    assert "Somebody changed this record" in stale.text
    assert "人数缺来源" in stale.text
    client.post(url("return", submitted), {"reason": "人数缺来源", "version": submitted.version})

    assert Activity.objects.get().state == "returned"


def test_reopening_a_verified_record(client, county, reviewer):
    verified = factories.ActivityFactory(verified=True, lead=county)
    client.force_login(reviewer)

    client.post(url("reopen", verified), {"reason": "地点写错"})

    assert (Activity.objects.get().state, Activity.objects.get().steps.get().reason) == ("reopened", "地点写错")


def test_a_draft_is_deleted_and_a_submitted_record_is_not(client, clerk, draft, submitted):
    client.force_login(clerk)
    other = factories.ActivityFactory(lead=draft.lead.region, created_by=clerk)

    client.post(url("delete", other))
    client.post(url("delete", submitted))

    assert list(Activity.objects.all()) == [submitted]


def test_a_neighbour_moves_nothing(client, submitted):
    neighbour = factories.CountyFactory()
    submitted.parties.create(region=neighbour, role="partner")
    client.force_login(factories.reviewer(neighbour))

    assert client.get(submitted.get_absolute_url()).status_code == 200
    for step in ("submit", "verify", "return", "reopen", "delete"):
        assert client.post(url(step, submitted), {"reason": "why"}).status_code == 404


def test_the_queue_to_finish_says_why(client, county, clerk, reviewer, submitted):
    return_activity(actor=reviewer, activity=submitted, reason="人数缺来源")
    factories.ActivityFactory(lead=county, title="别人的草稿")
    mine = factories.ActivityFactory(lead=county, created_by=clerk)
    client.force_login(clerk)

    page = client.get(reverse("activities:to_finish"))

    assert list(page.context["page"]) == [submitted, mine]
    assert "人数缺来源" in page.text


def test_a_successor_finds_what_was_returned_to_the_one_before(county, reviewer, submitted):
    return_activity(actor=reviewer, activity=submitted, reason="why")

    assert list(records.to_finish(factories.logger(county))) == [submitted]
    assert list(records.to_finish(reviewer)) == []


def test_the_queue_to_verify_holds_no_own_record(client, county, reviewer, submitted):
    factories.ActivityFactory(state="submitted", lead=county, created_by=reviewer)
    factories.ActivityFactory(state="submitted")
    client.force_login(reviewer)

    assert list(client.get(reverse("activities:to_verify")).context["page"]) == [submitted]


def test_what_is_ticked_is_verified_and_the_rest_says_why_not(client, county, reviewer, submitted):
    stale = factories.ActivityFactory(state="submitted", lead=county, version=4, title="改过的记录")
    foreign = factories.ActivityFactory(state="submitted")
    client.force_login(reviewer)
    ticks = [f"{submitted.pk}-{submitted.version}", f"{stale.pk}-3", f"{foreign.pk}-1", "x", "1-x", "9" * 50 + "-1", ""]

    page = client.post(reverse("activities:to_verify"), {"ticked": ticks}, follow=True)

    assert list(Activity.objects.filter(state="verified")) == [submitted]
    assert "1 record verified." in page.text
    assert "改过的记录: Somebody changed this record" in page.text


def test_ticking_nothing_says_so(client, reviewer):
    client.force_login(reviewer)

    assert "Tick the records" in client.post(reverse("activities:to_verify"), follow=True).text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("queue", "state"), [("to_finish", "returned"), ("to_verify", "submitted")])
def test_queues_take_the_same_queries_however_many_rows(
    client, county, clerk, django_assert_max_num_queries, count, queue, state
):
    factories.ActivityFactory.create_batch(count, state=state, lead=county)
    client.force_login(clerk if queue == "to_finish" else factories.reviewer(county))

    with django_assert_max_num_queries(12):  # one is for the calendar of working days
        page = client.get(reverse(f"activities:{queue}"))

    assert len(page.context["page"]) == count


def test_the_home_page_shows_the_work_with_its_deadline(county, clerk, reviewer, submitted):
    monday = dt.datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_current_timezone())
    Activity.objects.update(state_since=monday, audience=120, audience_basis="counted")

    (item,) = work.items_for(reviewer)

    assert (item.url, item.due) == (submitted.get_absolute_url(), dt.date(2026, 11, 26))
    assert "120 people (counted)" in item.detail
    assert work.items_for(clerk) == []


def test_what_was_returned_is_work_with_its_reason(county, clerk, reviewer, submitted):
    return_activity(actor=reviewer, activity=submitted, reason="人数缺来源")

    (item,) = work.items_for(clerk)

    assert (item.url, item.detail, item.due) == (url("edit", submitted), "人数缺来源", None)


@pytest.mark.parametrize(
    ("precision", "first", "last", "words"),
    [
        ("day", dt.date(2026, 11, 23), dt.date(2026, 11, 23), "2026年11月23日"),
        ("day", dt.date(2026, 11, 23), dt.date(2026, 11, 24), "2026年11月23日 – 2026年11月24日"),
        ("month", dt.date(2026, 2, 1), dt.date(2026, 2, 28), "2026年2月"),
    ],
)
def test_a_period_is_said_as_exactly_as_it_is_known(settings, precision, first, last, words):
    settings.LANGUAGE_CODE = "zh-hans"
    from django.utils.translation import override

    with override("zh-hans"):
        assert Activity(precision=precision, starts_on=first, ends_on=last).period == words


def test_the_first_page_names_the_county_and_its_belt(client, county, clerk):
    client.force_login(clerk)
    assert "belt-name" not in client.get("/").text

    factories.BeltMembershipFactory(region=county, belt=factories.BeltFactory(name="川南渝西"))

    page = client.get("/")
    assert "荣昌区" in page.text
    assert '<span class="belt-name">· 川南渝西 civilization-practice belt</span>' in page.text
    assert reverse("activities:to_finish") in page.text
    assert reverse("activities:to_verify") not in page.text
