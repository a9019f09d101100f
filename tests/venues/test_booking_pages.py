"""Asking for a venue, and what the two sides do with a request, on the pages."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def asked(**changes):
    data = {
        "day": DAY.isoformat(), "starts": "09:00", "ends": "11:00", "title": "联合宣讲", "purpose": "activity",
        "borrower": "500153", "people": "120", "note": "", "form_key": str(uuid.uuid4()), "action": "ask",
    }  # fmt: skip
    return data | changes


def step(client, booking, name, **data):
    return client.post(reverse("venues:booking_step", args=[booking.pk, name]), {"version": booking.version} | data)


def test_the_form_starts_with_the_day_that_was_chosen(world, as_):
    page = as_(world.logger).get(
        reverse("venues:ask", args=[world.hall.pk]), {"day": DAY.isoformat(), "from": "09:00", "to": "10:30"}
    )
    form = page.context["form"]
    assert (form["day"].value(), form["starts"].value(), form["ends"].value()) == (DAY.isoformat(), "09:00", "10:30")
    assert form["borrower"].value() == "500153"
    assert page.context["plan"].day == DAY


def test_a_request_goes_to_the_booking_and_says_who_is_next(world, as_):
    client = as_(world.logger)
    page = client.post(reverse("venues:ask", args=[world.hall.pk]), asked(), follow=True)
    booking = Booking.objects.get()
    assert page.redirect_chain[-1][0] == booking.get_absolute_url()
    assert "A reviewer of your county agrees first" in page.content.decode()
    assert (booking.starts_at, booking.ends_at, booking.people) == (at(9), at(11), 120)
    assert (booking.borrower_region, booking.requested_by, booking.state) == (world.own, world.logger, "requested")


def test_the_same_form_sent_twice_is_one_request(world, as_):
    client, data = as_(world.logger), asked()
    address = reverse("venues:ask", args=[world.hall.pk])
    first, second = client.post(address, data), client.post(address, data)
    assert first.url == second.url
    assert Booking.objects.count() == 1


def test_what_is_taken_can_be_waited_for_or_had_at_another_time(world, as_):
    booked(world, state="approved", borrower_region=world.neighbour)
    client = as_(world.logger)
    address = reverse("venues:ask", args=[world.hall.pk])
    refused = client.post(address, asked())
    body = refused.content.decode()
    assert refused.status_code == 200
    assert 'value="wait"' in body
    free = refused.context["next_free"]
    assert free
    assert all(end - start == dt.timedelta(hours=2) for start, end in free)
    for start, _end in free:
        assert f"from={timezone.localtime(start):%H:%M}" in body
    client.post(address, asked(action="wait"))
    waiting = Booking.objects.exclude(state="approved").get()
    assert waiting.waits_since is not None
    assert "place 1" in client.get(waiting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"day": "not a day"}, "day"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "宣\x00讲"}, "title"),
        ({"purpose": "wedding"}, "purpose"),
        ({"people": "-1"}, "people"),
        ({"borrower": "511083"}, "borrower"),  # not a county that this person asks for
        ({"borrower": "500153.\x00"}, "borrower"),
        ({"form_key": "no key"}, "form_key"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_bad_form_is_shown_again_and_asks_for_nothing(world, as_, changes, field):
    page = as_(world.logger).post(reverse("venues:ask", args=[world.hall.pk]), asked(**changes))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Booking.objects.exists()


@pytest.mark.parametrize("query", ["day=2026-13-40", "day=%F0", "from=noon&to=midnight", "day=9999-12-31"])
def test_hostile_addresses_still_show_a_form(world, as_, query):
    page = as_(world.logger).get(f"{reverse('venues:ask', args=[world.hall.pk])}?{query}")
    assert page.status_code == 200


def test_a_request_over_the_border_is_agreed_to_then_approved(world, as_):
    booking = booked(world)
    assert "Agree" not in buttons(as_(world.manager).get(booking.get_absolute_url()))
    assert step(as_(world.manager), booking, "agree").status_code == 404
    step(as_(world.reviewer), booking, "agree")
    booking.refresh_from_db()
    assert booking.state == "agreed"
    assert buttons(as_(world.manager).get(booking.get_absolute_url())) == ["Approve", "Refuse"]
    step(as_(world.manager), booking, "approve")
    booking.refresh_from_db()
    assert booking.state == "approved"


def buttons(page):
    body = page.content.decode()
    main = body[body.index('id="life-title"') : body.index("</section>", body.index('id="life-title"'))]
    return [words.strip() for words in re.findall(r"<button[^>]*>([^<]+)</button>", main)]


def test_a_form_that_is_older_than_the_booking_changes_nothing(world, as_):
    booking = booked(world, state="agreed")
    seen = booking.version
    Booking.objects.filter(pk=booking.pk).update(version=seen + 1)
    page = step(as_(world.manager), booking, "approve")
    assert page.status_code == 200
    booking.refresh_from_db()
    assert booking.state == "agreed"


@pytest.mark.parametrize("name", ["refuse", "cancel"])
def test_refusing_and_cancelling_need_a_reason_that_is_shown_where_it_is_missing(world, as_, name):
    booking = booked(world, state={"refuse": "agreed", "cancel": "approved"}[name])
    page = step(as_(world.manager), booking, name, reason="  ")
    assert page.status_code == 200
    assert "reason" in page.context["forms"][name].errors
    assert '<details class="more no-print" open>' in page.content.decode()
    step(as_(world.manager), booking, name, reason="礼堂检修")
    booking.refresh_from_db()
    assert booking.state == {"refuse": "refused", "cancel": "cancelled"}[name]
    assert "礼堂检修" in as_(world.logger).get(booking.get_absolute_url()).content.decode()


def test_pressing_twice_is_pressing_once(world, as_):
    booking = booked(world, state="agreed")
    client = as_(world.manager)
    step(client, booking, "approve")
    step(client, booking, "approve")
    booking.refresh_from_db()
    assert booking.state == "approved"
    assert booking.steps.filter(to_state="approved").count() == 1


def test_approving_what_somebody_else_got_offers_other_times(world, as_):
    booking = booked(world, state="agreed")
    booked(world, state="approved", start=10, end=12, borrower_region=world.neighbour)
    page = step(as_(world.manager), booking, "approve")
    assert page.status_code == 200
    assert page.context["next_free"]


def test_the_borrower_withdraws_moves_and_answers_offers(world, as_):
    client = as_(world.logger)
    open_request = booked(world)
    assert buttons(client.get(open_request.get_absolute_url())) == ["Withdraw"]
    page = client.post(
        reverse("venues:move_booking", args=[open_request.pk]),
        {"day": DAY.isoformat(), "starts": "14:00", "ends": "16:00", "venue": world.hall.pk, "version": 1},
    )
    assert page.status_code == 302
    open_request.refresh_from_db()
    assert (open_request.starts_at, open_request.ends_at) == (at(14), at(16))
    step(client, open_request, "withdraw")
    open_request.refresh_from_db()
    assert open_request.state == "withdrawn"
    offer = booked(world, state="offered", answer_by=at(8), waits_since=at(9) - dt.timedelta(days=9))
    assert buttons(client.get(offer.get_absolute_url())) == ["Accept the offer", "Decline"]
    step(client, offer, "accept")
    offer.refresh_from_db()
    assert offer.state == "approved"


def test_a_booking_that_is_over_was_held_or_nobody_came(world, as_):
    past = {"starts_at": at(9) - dt.timedelta(days=9), "ends_at": at(11) - dt.timedelta(days=9)}
    booking = booked(world, state="requested")
    Booking.objects.filter(pk=booking.pk).update(**past)
    Booking.objects.filter(pk=booking.pk).update(state="approved")
    booking.refresh_from_db()
    assert buttons(as_(world.manager).get(booking.get_absolute_url())) == ["It was held", "Nobody came"]
    step(as_(world.manager), booking, "no-show")
    booking.refresh_from_db()
    assert booking.state == "no_show"


def test_an_unknown_step_does_not_exist(world, as_):
    assert step(as_(world.manager), booked(world), "steal").status_code == 404


def test_a_booking_of_others_is_not_there(world, as_):
    booking = booked(world)
    assert as_(world.far_logger).get(booking.get_absolute_url()).status_code == 404
    assert step(as_(world.far_logger), booking, "withdraw").status_code == 404


def test_the_queue_shows_what_waits_with_its_conflicts(world, as_):
    booked(world, state="requested")  # its own county has not agreed yet
    first = booked(world, state="agreed", title="先提出的")
    booked(world, state="agreed", title="同一时间的", start=10, end=12)
    booked(world, state="approved", title="已经批准的", start=8, end=10, borrower_region=world.neighbour)
    page = as_(world.manager).get(reverse("venues:bookings_asked"))
    assert [row.title for row in page.context["page"]] == ["先提出的", "同一时间的"]
    assert (first.title, 1, 2) in [(row.title, row.taken_beside, row.asked_beside) for row in page.context["page"]]
    assert "taken by another booking" in page.content.decode()


def test_the_county_sees_what_it_asked_for_and_what_to_agree_to(world, as_):
    booking = booked(world)
    page = as_(world.reviewer).get(reverse("venues:bookings_own"))
    assert [row.pk for row in page.context["to_agree"]] == [booking.pk]
    assert [row.pk for row in page.context["page"]] == [booking.pk]
    assert not as_(world.manager).get(reverse("venues:bookings_own")).context["page"].rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("state=approved", 1), ("state=approved,requested", 2), ("purpose=meeting", 1), ("region=500153", 2),
        ("region=500101", 0), ("across=true", 2), ("across=false", 0), ("province=510000", 2),
        (f"from={DAY + dt.timedelta(days=1)}", 0), (f"to={DAY}", 2),
    ],
)  # fmt: skip
def test_the_list_is_filtered(world, as_, query, found):
    booked(world, state="approved")
    booked(world, start=14, end=15, purpose="meeting")
    page = as_(world.logger).get(f"{reverse('venues:bookings')}?{query}")
    assert page.context["problems"] == []
    assert len(page.context["page"]) == found


@pytest.mark.parametrize(
    "query", ["state=gone", "color=red", "venue=x", "region=1", "from=tomorrow", "cursor=zzz", "series=9"]
)
def test_the_list_refuses_what_it_does_not_know(world, as_, query):
    booked(world)
    page = as_(world.logger).get(f"{reverse('venues:bookings')}?{query}")
    assert page.status_code == 200
    assert page.context["problems"]
    assert len(page.context["page"]) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(world, as_, number, django_assert_max_num_queries):
    bookings = [booked(world, state="agreed", start=8 + step, end=9 + step) for step in range(number)]
    client = as_(world.manager)
    for address, most in (
        (reverse("venues:bookings"), 14),
        (reverse("venues:bookings_asked"), 10),
        (bookings[0].get_absolute_url(), 20),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_nobody_is_offered_to_agree_to_their_own_request(world, as_):
    booking = booked(world, requested_by=world.reviewer)
    assert "Agree" not in buttons(as_(world.reviewer).get(booking.get_absolute_url()))
    assert step(as_(world.reviewer), booking, "agree").status_code == 200
    booking.refresh_from_db()
    assert booking.state == "requested"


def test_a_series_is_withdrawn_from_one_of_its_dates_on(world, as_):
    series = factories.BookingSeriesFactory(created_by=world.logger)
    first, second, third = (booked(world, start=start, end=start + 1, series=series) for start in (9, 10, 11))
    step(as_(world.logger), second, "withdraw", which="following", reason="不办了")
    states = [Booking.objects.get(pk=row.pk).state for row in (first, second, third)]
    assert states == ["requested", "withdrawn", "withdrawn"]
