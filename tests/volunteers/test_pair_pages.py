import pytest
from django.urls import reverse

from core.work import items_for
from tests.factories import reviewer
from tests.volunteers.factories import PlatformAccountFactory
from tests.volunteers.merging_world import consent, counted, county, pair_of, twins
from volunteers.models import Identity, LikelyDuplicate, VolunteerMerge
from volunteers.services.merging import merge_volunteers

pytestmark = pytest.mark.django_db
QUERIES = {"page": 5, "api": 4}


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def sides():
    """A person of 荣昌 and one of 隆昌, with one name, birth date and mobile."""
    ours, theirs = twins(county(), 1)[0], twins(county("511083"), 1)[0]
    return {"ours": ours, "theirs": theirs, "pair": pair_of(ours, theirs), "actor": reviewer(ours.home)}


@pytest.fixture
def page(client, sides):
    client.force_login(sides["actor"])
    return reverse("volunteers:pair", args=[sides["pair"].pk])


def test_of_the_other_side_only_what_is_known_already_is_shown(client, sides, page):
    Identity.objects.filter(pk=sides["theirs"].pk).update(document_kind="passport")
    answer = client.get(page)
    lines = {line.name: line for line in answer.context["comparison"].lines}

    assert (lines["name"].first, lines["name"].second, lines["name"].same) == ("样***", "样***", True)
    assert lines["mobile"].second == "199****1111"
    assert "*" in lines["document"].first
    assert (lines["document"].second, lines["document"].same) == ("", False)
    assert lines["document_kind"].second == ""
    assert "not shown" in answer.content.decode()


def test_the_preview_says_what_goes_over_and_which_number_stays(client, sides, page):
    account = PlatformAccountFactory(volunteer=sides["theirs"])
    consent(sides["theirs"], "share")

    text = client.get(page).content.decode()
    assert account.platform.name in text
    assert "let the other province know it: goes over" in " ".join(text.split())

    turned = client.get(page, {"keep": sides["theirs"].volunteer_no})
    assert turned.context["keep"] == sides["theirs"]
    assert turned.context["plan"].accounts == []


def test_merging_and_undoing_from_the_page(client, sides, page):
    posted = {"keep": sides["theirs"].volunteer_no, "reason": "电话核实"}
    answer = client.post(reverse("volunteers:merge_pair", args=[sides["pair"].pk]), posted, follow=True)
    assert "They are one person now" in answer.content.decode()
    assert VolunteerMerge.objects.get().kept == sides["theirs"]
    assert counted() == 1

    answer = client.post(reverse("volunteers:undo_pair", args=[sides["pair"].pk]), {"reason": "认错了人"}, follow=True)
    assert "The merge is taken back" in answer.content.decode()
    assert counted() == 2


@pytest.mark.parametrize(
    "posted", [{}, {"reason": "x"}, {"reason": "x", "keep": "100000000006"}, {"reason": "x" * 301}]
)
def test_what_is_missing_is_said_on_the_page(client, sides, page, posted):
    answer = client.post(reverse("volunteers:merge_pair", args=[sides["pair"].pk]), posted)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not VolunteerMerge.objects.exists()


def test_two_persons_go_to_the_decided_ones(client, sides, page):
    client.post(reverse("volunteers:keep_pair_apart", args=[sides["pair"].pk]), {"reason": "父子同名"})
    assert not client.get(reverse("volunteers:pairs")).context["lines"]
    assert len(client.get(reverse("volunteers:pairs"), {"state": "different"}).context["lines"]) == 1
    assert "父子同名" in client.get(page).content.decode()


def test_a_pair_shows_who_stands_for_it_today(client, sides, page):
    third = twins(sides["ours"].home, 1)[0]
    merge_volunteers(actor=None, keep=third, gone=sides["ours"], reason="同一个人")
    assert client.get(page).context["comparison"].sides == [sides["theirs"], third]


def test_reviewers_find_the_pair_among_their_work(sides):
    assert [item.url for item in items_for(sides["actor"])] == [sides["pair"].get_absolute_url()]
    assert items_for(reviewer(county("500101"))) == []


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_however_long(client, django_assert_num_queries, number):
    home = county()
    for _pair in range(number):
        pair_of(*twins(home))
    client.force_login(reviewer(home))
    client.get(reverse("volunteers:pairs"))
    with django_assert_num_queries(QUERIES["page"]):
        assert len(client.get(reverse("volunteers:pairs")).context["lines"]) == number
    with django_assert_num_queries(QUERIES["api"]):
        assert len(client.get(reverse("api:volunteer-pair-list")).json()["results"]) == number


def test_the_api_does_what_the_page_does(client, sides, page):
    address = reverse("api:volunteer-pair-detail", args=[sides["pair"].pk])
    shown = client.get(address).json()
    assert shown["first"] == sides["ours"].volunteer_no
    assert shown["preview"]["gone"] == sides["theirs"].volunteer_no

    def post(step, **body):
        return client.post(f"{address}{step}/", body, content_type="application/json")

    assert post("undo", reason="x").json()["errors"][0]["code"] == "pair_not_merged"
    assert post("merge", reason="x", keep="1").json()["errors"][0]["code"] == "not_of_the_pair"
    assert post("merge", reason="同一人", keep=shown["first"]).json()["merge"]["kept"] == shown["first"]
    assert post("different", reason="x").json()["errors"][0]["code"] == "pair_merged"
    assert post("undo", reason="认错").json()["state"] == "open"
    assert post("different", reason="父子").json()["state"] == "different"
    assert LikelyDuplicate.objects.get().note == "父子"
