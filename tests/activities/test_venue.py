"""A record that takes place in a venue, and the booking that follows it."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from activities.models import Activity
from activities.services.life import delete_draft
from activities.services.logging import edit_activity, log_activity, save_form
from activities.services.venue_news import describe
from tests import factories
from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking
from venues.services import booking as services
from venues.services import purposes

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def content(world, **changes):
    return {
        "title": "联合宣讲", "kind": "lecture", "task": "theory", "starts_on": DAY, "starts_at": dt.time(9),
        "ends_at": dt.time(11), "lead_region": world.own, "venue": world.hall, "audience": 80,
        "audience_basis": "estimated", "audience_method": "座位",
    } | changes  # fmt: skip


def logged(world, **changes):
    return log_activity(actor=world.logger, ask_venue=True, **content(world, **changes))


def test_the_venue_is_asked_for_with_the_record(world):
    activity = logged(world)
    booking = activity.booking
    assert (booking.venue, booking.starts_at, booking.ends_at) == (world.hall, at(9), at(11))
    assert (booking.borrower_region, booking.purpose, booking.title, booking.people) == (
        world.own, "activity", "联合宣讲", 80,
    )  # fmt: skip
    assert (activity.place, activity.place_region) == (world.hall.name, world.neighbour)


def test_a_venue_without_asking_is_a_place(world):
    activity = log_activity(actor=world.logger, **content(world))
    assert activity.booking is None
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": None}, "venue_needs_times"),
        ({"ends_at": None}, "venue_needs_times"),
        ({"precision": "month"}, "venue_needs_times"),
        ({"lead_region": None}, "venue_needs_lead"),
    ],
)
def test_what_a_venue_needs_is_said_at_its_field(world, changes, code):
    with pytest.raises(ValidationError) as refusal:
        logged(world, **changes)
    assert [problem.code for problem in refusal.value.error_dict["venue"]] == [code]


def test_what_is_taken_is_said_at_the_venue_and_nothing_is_logged(world):
    booked(world, state="approved", borrower_region=world.neighbour)
    with pytest.raises(ValidationError) as refusal:
        logged(world)
    assert [problem.code for problem in refusal.value.error_dict["venue"]] == ["taken"]
    assert not Activity.objects.exists()


@pytest.mark.parametrize("changes", [{"ends_at": dt.time(11, 30)}, {"venue": None}])
def test_a_record_that_is_put_right_afterwards_leaves_its_booking_as_it_was(world, changes):
    activity = logged(world)
    past = timezone.now() - dt.timedelta(days=1)
    Booking.objects.update(state="approved", starts_at=past - dt.timedelta(hours=2), ends_at=past)
    activity.refresh_from_db()
    edit_activity(actor=world.logger, activity=activity, version=None, **changes)
    booking = Booking.objects.get()
    assert (booking.state, booking.ends_at) == ("approved", past)


def test_another_time_moves_the_booking(world):
    activity = logged(world)
    edit_activity(actor=world.logger, activity=activity, version=None, starts_at=dt.time(14), ends_at=dt.time(15))
    activity.refresh_from_db()
    assert (activity.booking.starts_at, activity.booking.ends_at) == (at(14), at(15))
    edit_activity(actor=world.logger, activity=activity, version=None, starts_on=DAY + dt.timedelta(days=1))
    activity.booking.refresh_from_db()
    assert activity.booking.starts_at == at(14) + dt.timedelta(days=1)


def test_what_saves_by_itself_leaves_the_booking_alone(world):
    key = uuid.uuid4()
    activity = save_form(actor=world.logger, form_key=key, ask_venue=True, by_itself=True, **content(world))
    assert activity.booking is None
    activity = save_form(actor=world.logger, form_key=key, ask_venue=True, **content(world))
    changed = content(world, starts_at=dt.time(8))
    save_form(actor=world.logger, form_key=key, by_itself=True, **changed)
    activity.booking.refresh_from_db()
    assert activity.booking.starts_at == at(9)
    save_form(actor=world.logger, form_key=key, **changed)
    activity.booking.refresh_from_db()
    assert activity.booking.starts_at == at(8)
    assert Booking.objects.count() == 1


def test_another_venue_gives_the_first_one_back(world):
    activity, other = logged(world), factories.VenueFactory(region=world.neighbour)
    first = activity.booking
    edit_activity(actor=world.logger, activity=activity, version=None, venue=other, ask_venue=True)
    first.refresh_from_db()
    activity.refresh_from_db()
    assert first.state == "withdrawn"
    assert activity.booking.venue == other


@pytest.mark.parametrize(("state", "after"), [("requested", "withdrawn"), ("approved", "cancelled"), ("held", "held")])
def test_a_draft_that_is_deleted_gives_its_venue_back(world, state, after):
    activity = logged(world)
    Booking.objects.update(state=state)
    activity.refresh_from_db()
    delete_draft(actor=world.logger, activity=activity)
    assert Booking.objects.get().state == after
    assert not Activity.objects.exists()
    assert not Notice.objects.filter(kind="activity_venue").exists()  # nobody is warned of what they do themselves


def test_one_booking_is_for_one_activity(world):
    activity = logged(world)
    other = log_activity(actor=world.logger, **content(world, venue=None))
    other.booking = activity.booking
    with pytest.raises(ValidationError):
        other.validate_unique()


def test_the_people_of_the_activity_are_told_when_the_venue_is_lost(world):
    colleague = factories.logger(world.own)
    activity = logged(world)
    Booking.objects.update(state="agreed")
    services.refuse_booking(actor=world.manager, booking=Booking.objects.get(), reason="检修")
    told = Notice.objects.filter(kind="activity_venue")
    assert set(told.values_list("user", flat=True)) == {world.logger.pk, colleague.pk}
    assert told[0].url == activity.get_absolute_url()
    assert world.hall.name in told[0].text.title + told[0].text.sentence


def test_the_booking_names_the_activity_to_those_who_see_it(world):
    activity = logged(world)
    assert describe(activity.booking, world.logger) == ("联合宣讲", activity.get_absolute_url())
    assert describe(activity.booking, world.far_logger) is None
    assert purposes.described(activity.booking, world.logger) == ("联合宣讲", activity.get_absolute_url())


def test_the_pages_lead_to_each_other(world, client):
    activity = logged(world)
    client.force_login(world.logger)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert activity.booking.get_absolute_url() in page
    assert activity.get_absolute_url() in client.get(activity.booking.get_absolute_url()).content.decode()


def test_the_form_finds_a_venue_and_asks_for_it(world, client):
    client.force_login(world.logger)
    found = client.get(
        reverse("activities:picker_choices", args=["venue"]), {"find_venue": "新风", "starts_on": DAY.isoformat()}
    ).content.decode()
    assert f'type="radio" name="venue" value="{world.hall.pk}"' in found
    data = {
        "title": "联合宣讲", "kind": "lecture", "starts_on": DAY.isoformat(), "starts_at": "09:00", "ends_at": "11:00",
        "lead": "500153", "precision": "day", "venue": world.hall.pk, "ask_venue": "on", "form_key": str(uuid.uuid4()),
        "action": "draft",
    }  # fmt: skip
    page = client.post(reverse("activities:create"), data)
    activity = Activity.objects.get()
    assert page.url == activity.get_absolute_url()
    assert activity.booking.starts_at == at(9)
    assert (
        "The booking follows the record" in client.get(reverse("activities:edit", args=[activity.pk])).content.decode()
    )


def test_a_venue_that_does_not_exist_is_refused_by_the_form(world, client):
    client.force_login(world.logger)
    for value in ("0", "x", "1\x00", "9" * 30):
        page = client.post(reverse("activities:create"), {"venue": value, "action": "draft"})
        assert "venue" in page.context["form"].errors


def test_a_system_names_the_venue_and_asks_for_it(world, client):
    client.force_login(world.logger)
    body = {
        "title": "联合宣讲", "kind": "lecture", "starts_on": DAY.isoformat(), "starts_at": "09:00", "ends_at": "11:00",
        "lead": {"region": "500153"}, "venue": world.hall.pk, "ask_venue": True, "source": "台账", "source_id": "1",
    }  # fmt: skip
    answers = [client.post("/api/v1/activities/", body, content_type="application/json") for _again in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].json()["booking"] == Booking.objects.get().pk
    assert answers[1].json()["venue"] == world.hall.pk
