"""Meetings and bodies on pages."""

import pytest
from django.urls import reverse

from meetings.models import JointMeeting
from tests import factories
from tests.meetings.sessions import TODAY, at, expected, planned, stand_at
from venues.models import Booking

NOW = at(TODAY, 10)
DAY = {"day": "2026-12-15", "starts": "09:00", "ends": "11:30", "place": "会议室"}


@pytest.fixture(autouse=True)
def _now(settings, monkeypatch):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    stand_at(monkeypatch, NOW)


@pytest.fixture
def body(belt, terms):
    return factories.BodyFactory(belt=belt)


@pytest.fixture
def convener(counties):
    return factories.logger(counties["荣昌"])


@pytest.fixture
def member(counties):
    return factories.reviewer(counties["隆昌"])


def get(client, person, route, *args, query="", **headers):
    client.force_login(person)
    return client.get(reverse(f"meetings:{route}", args=args) + query, headers=headers)


def post(client, person, route, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"meetings:{route}", args=args), data)


def test_the_list_shows_and_filters(client, body, convener, member):
    late = expected(body, "2026Q3", state="held", starts_at=at("2026-10-20"), ends_at=at("2026-10-20", 11))
    planned(body, convener, title="四季度会")
    expected(body, "2027Q1")
    rows = get(client, member, "list").context["page"].rows
    assert [row.period for row in rows] == ["2027Q1", "2026Q4", "2026Q3"]
    text = get(client, member, "list").content.decode()
    assert "四季度会" in text
    assert "follows from the rotation" in text
    for query, found in (
        ("?year=2026", ["2026Q4", "2026Q3"]), ("?state=held,planned", ["2026Q4", "2026Q3"]),
        ("?period=2027Q1", ["2027Q1"]), ("?body=south&state=expected", ["2027Q1"]),
    ):  # fmt: skip
        assert [row.period for row in get(client, member, "list", query=query).context["page"].rows] == found
    assert late.was_late
    assert 'tag-warn">late' in get(client, member, "list", query="?period=2026Q3").content.decode()


@pytest.mark.parametrize("query", ["?state=nothing", "?year=1", "?period=2026", "?body=nowhere", "?colour=red"])
def test_what_the_list_does_not_understand_gives_no_rows_and_a_reason(client, body, convener, query):
    planned(body, convener)
    response = get(client, convener, "list", query=query)
    assert response.status_code == 200
    assert response.context["page"].rows == []
    assert response.context["problems"]


def test_a_fragment_is_part_of_the_page_and_an_empty_list_says_why(client, body, member):
    whole = get(client, member, "list").content.decode()
    part = get(client, member, "list", **{"HX-Request": "true"}).content.decode().strip()
    assert "There is no meeting here." in part
    assert part.splitlines()[0].strip() in whole
    assert "<html" not in part


def test_the_list_pages_by_the_day_also_of_meetings_without_one(client, body, convener):
    for year in range(2020, 2033):
        for quarter in range(1, 5):
            expected(body, f"{year}Q{quarter}")
    first = get(client, convener, "list").context["page"]
    second = get(client, convener, "list", query=f"?cursor={first.later}").context["page"]
    assert (len(first), len(second)) == (50, 2)
    assert not {row.pk for row in first} & {row.pk for row in second}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_rows(client, body, convener, count, django_assert_num_queries):
    for number in range(count):
        expected(body, f"{2026 + number}Q4")
    client.force_login(convener)
    client.get(reverse("meetings:list"))
    with django_assert_num_queries(9):
        client.get(reverse("meetings:list"))


def test_the_page_of_a_meeting_shows_its_life_and_only_the_convener_s_buttons(client, body, convener, member):
    meeting = planned(body, convener)
    own, other = (get(client, person, "meeting", meeting.pk).content.decode() for person in (convener, member))
    for text in ("荣昌区行政中心", "2026-12-15", "Items until", "planned"):
        assert text in own
        assert text in other
    for text in ("Open the agenda", "Postpone the meeting", "Another day or place"):
        assert text in own
    assert "/steps/" not in other
    assert 'aria-current="page">Overview' in own


def test_planning_on_the_page_books_the_hall(client, body, counties, convener, member):
    hall, meeting = factories.VenueFactory(region=counties["荣昌"]), expected(body)
    assert get(client, member, "plan", meeting.pk).status_code == 404
    form = get(client, convener, "plan", meeting.pk, query="?day=2026-12-15").context["form"]
    assert form["day"].value() == "2026-12-15"
    response = post(client, convener, "plan", meeting.pk, **DAY, venue=hall.pk, version=1)
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.ends_at) == (
        "planned",
        at("2026-12-15"),
        at("2026-12-15", 11, 30),
    )
    assert meeting.booking == Booking.objects.get()
    assert get(client, convener, "plan", meeting.pk).status_code == 302, "planned already: back to the meeting"


def test_halls_offered_are_those_of_the_members(client, body, counties, convener):
    near = factories.VenueFactory(region=counties["隆昌"])
    factories.VenueFactory(region=factories.CountyFactory(code="500101"))
    factories.VenueFactory(region=counties["荣昌"], bookable=False)
    form = get(client, convener, "plan", expected(body).pk).context["form"]
    assert list(form.fields["venue"].queryset) == [near]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": "2027-01-05"}, "reason"),
        ({"day": "2026-11-01"}, "day"),
        ({"day": "x"}, "day"),
        ({"day": "9999-12-31", "reason": "晚"}, "day"),
        ({"ends": "08:00"}, "ends"),
        ({"place": ""}, "place"),
        ({"place": "空\x00"}, "place"),
        ({"venue": "77"}, "venue"),
        ({"items_until": "2026-12-20T10:00"}, "items_until"),
    ],
)
def test_a_refused_day_stays_on_the_form_with_its_reason(client, body, convener, given, field):
    meeting = expected(body)
    response = post(client, convener, "plan", meeting.pk, **DAY | given)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    meeting.refresh_from_db()
    assert meeting.state == "expected"


def test_a_taken_hall_is_said_at_the_hall(client, body, counties, convener):
    hall = factories.VenueFactory(region=counties["荣昌"])
    factories.BookingFactory(venue=hall, state="approved", starts_at=at("2026-12-15", 10), ends_at=at("2026-12-15", 12))
    form = post(client, convener, "plan", expected(body).pk, **DAY, venue=hall.pk).context["form"]
    assert "venue" in form.errors


def test_moving_and_adding_on_pages(client, body, convener, member):
    meeting = planned(body, convener)
    assert get(client, member, "move", meeting.pk).status_code == 404
    form = get(client, convener, "move", meeting.pk).context["form"]
    assert form.initial["place"] == "荣昌区行政中心"
    moved = post(client, convener, "move", meeting.pk, **DAY | {"day": "2026-12-18"}, version=meeting.version)
    assert moved.status_code == 302
    stale = post(client, convener, "move", meeting.pk, **DAY | {"day": "2026-12-19"}, version=meeting.version)
    assert "Somebody changed this" in stale.content.decode()
    assert get(client, member, "add", "south").status_code == 404
    assert get(client, convener, "add", "south").status_code == 200
    assert post(client, convener, "add", "south", **DAY).status_code == 302
    assert JointMeeting.objects.filter(period=None).count() == 1
    assert "2026-12-18" in get(client, convener, "add", "south").content.decode(), "what is planned already"


def test_steps_on_the_page(client, body, convener, member):
    meeting = planned(body, convener)
    assert post(client, member, "step", meeting.pk, "open-agenda").status_code == 404
    assert post(client, convener, "step", meeting.pk, "dance").status_code == 404
    assert post(client, convener, "step", meeting.pk, "open-agenda", version=meeting.version).status_code == 302
    refused = post(client, convener, "step", meeting.pk, "give-notice").content.decode()
    assert "that step cannot be made now" in refused
    refused = post(client, convener, "step", meeting.pk, "postpone", reason="").content.decode()
    assert "Write 1 to 500 characters" in refused
    other = expected(body, "2027Q1")
    refused = post(client, convener, "step", meeting.pk, "merge", reason="合并")
    assert refused.status_code == 200
    done = post(client, convener, "step", meeting.pk, "merge", reason="合并召开", into=other.pk)
    assert done.status_code == 302
    text = get(client, member, "meeting", other.pk).content.decode()
    assert "Takes in" in text


def test_the_page_of_a_body_shows_members_host_and_each_period(client, body, counties, convener, member):
    expected(body, "2026Q1", state="held", starts_at=at("2026-03-10"))
    expected(body, "2026Q2", state="held", starts_at=at("2026-07-10"))
    expected(body, "2026Q3", state="missed")
    planned(body, convener)
    expected(body, "2027Q1")
    response = get(client, member, "body", "south")
    found = response.context["compliance"]
    assert [(line.meeting.period, line.verdict) for line in found.lines] == [
        ("2026Q4", "planned"), ("2026Q3", "missed"), ("2026Q2", "late"), ("2026Q1", "held"),
    ]  # fmt: skip
    assert [count for _words, count, _tone in found.counts] == [1, 1, 1]
    assert response.context["host"] == counties["荣昌"]
    assert len(response.context["members"]) == 5
    assert response.context["next"].period == "2026Q4"
    assert "Add a meeting" not in response.content.decode()
    assert "Add a meeting" in get(client, convener, "body", "south").content.decode()


def test_the_belt_s_and_the_corridor_s_page_show_the_cadence(client, body, member):
    expected(body, "2026Q3", state="missed")
    expected(body)
    client.force_login(member)
    for address in (reverse("belts:belt", args=["south"]), reverse("belts:corridor")):
        text = client.get(address).content.decode()
        assert "2026Q3" in text or "quarter 3 of 2026" in text
        assert 'tag-late">missed' in text
    client.force_login(factories.person())
    assert "2026Q3" not in client.get(reverse("belts:corridor")).content.decode(), "known to staff alone"


def test_the_booking_leads_back_to_the_meeting(client, body, counties, convener):
    planned(body, convener, venue=factories.VenueFactory(region=counties["荣昌"]))
    client.force_login(convener)
    text = client.get(Booking.objects.get().get_absolute_url()).content.decode()
    assert "川南渝西区域联席会议 2026Q4" in text


def test_meetings_stand_in_the_navigation(client, body, member):
    text = get(client, member, "list").content.decode()
    assert f'<a href="{reverse("meetings:list")}" aria-current="page">Meetings</a>' in text
