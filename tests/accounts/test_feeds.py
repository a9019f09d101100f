import datetime as dt
import threading

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import feeds
from accounts.models import FeedAddress
from accounts.services import feeds as services
from accounts.throttles import FEED_RATE
from belts.models import Unit
from core.calendars import Event
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendars")]

NOON = dt.datetime(2026, 3, 8, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def calendars(monkeypatch):
    """ "mine" for everybody, and "unit:<key>" for who holds a post in that unit's county; each has one event."""
    monkeypatch.setattr(feeds, "_kinds", {})

    def events(user, key):
        yield Event(f"event-{key}", f"{user}'s {key}", NOON, NOON, changed_at=NOON)

    def names(user, keys):
        units = Unit.objects.filter(region__in=[post.region_id for post in user.posts_today])
        if keys is not None:
            units = units.filter(pk__in=[key for key in keys if key.isdecimal()])
        return {str(unit.pk): unit.name for unit in units}

    feeds.register_feed("mine", "My bookings", events)
    feeds.register_feed("unit", "A unit", events, names)


@pytest.fixture
def county():
    return factories.CountyFactory()


@pytest.fixture
def unit(county):
    return factories.UnitFactory(region=county, name="荣昌区图书馆")


@pytest.fixture
def anna(county):
    return factories.logger(county, name="Anna")


def path(secret):
    return reverse("feed", args=[secret])


def read(answer):
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content)


class TestFetching:
    def test_without_signing_in_what_its_person_may_see(self, client, anna, unit):
        _address, secret = services.create_feed_address(actor=anna, subject=f"unit:{unit.pk}")
        answer = client.get(path(secret))
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        calendar = read(answer)
        assert str(calendar["x-wr-calname"]) == "荣昌区图书馆"
        assert [str(event["summary"]) for event in calendar.events] == [f"Anna's {unit.pk}"]

    def test_unchanged_it_is_not_sent_again(self, client, anna):
        _address, secret = services.create_feed_address(actor=anna, subject="mine")
        etag = client.get(path(secret)).headers["ETag"]
        answer = client.get(path(secret), headers={"If-None-Match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        anna.name = "Berta"
        anna.save()
        assert client.get(path(secret), headers={"If-None-Match": etag}).status_code == 200

    def test_unknown_or_revoked_it_does_not_exist(self, client, anna):
        address, secret = services.create_feed_address(actor=anna, subject="mine")
        assert client.get(path("x" * 43)).status_code == 404
        services.revoke_feed_address(actor=anna, address=address)
        assert client.get(path(secret)).status_code == 404
        assert client.post(path(secret)).status_code == 405

    def test_whoever_has_no_right_any_more_gets_an_empty_calendar(self, client, anna, unit):
        _address, secret = services.create_feed_address(actor=anna, subject=f"unit:{unit.pk}")
        anna.holdings.update(until=timezone.localdate() - dt.timedelta(days=1))
        calendar = read(client.get(path(secret)))
        assert (calendar.events, str(calendar["x-wr-calname"])) == ([], "Calendar")

    def test_so_does_whose_account_is_switched_off_and_whose_kind_is_gone(self, client, anna, monkeypatch):
        _address, secret = services.create_feed_address(actor=anna, subject="mine")
        anna.is_active = False
        anna.save()
        assert read(client.get(path(secret))).events == []
        anna.is_active = True
        anna.save()
        assert len(read(client.get(path(secret))).events) == 1
        monkeypatch.setattr(feeds, "_kinds", {})
        assert read(client.get(path(secret))).events == []

    def test_its_use_is_written_once_a_day(self, client, anna):
        address, secret = services.create_feed_address(actor=anna, subject="mine")
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(path(secret))
        assert not [query for query in queries.captured_queries if query["sql"].startswith("UPDATE")]
        address.refresh_from_db()
        assert address.last_used_on == timezone.localdate()

    def test_too_often_is_refused_for_a_while(self, client, anna, settings):
        _address, secret = services.create_feed_address(actor=anna, subject="mine")
        answers = [client.get(path(secret)) for _time in range(2 * FEED_RATE + 1)]  # a clock minute may end meanwhile
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        settings.API_RATE_FOR_PEOPLE = 1
        assert 429 in {client.get(path("guessed")).status_code for _time in range(3)}


class TestMaking:
    def test_only_a_digest_is_kept_and_the_history_has_not_even_that(self, anna):
        address, secret = services.create_feed_address(actor=anna, subject="mine")
        assert len(secret) == 43  # 256 bits
        assert address.digest == services.digest_of(secret)
        events = list(address.events.values())
        assert len(events) == 1
        assert secret not in str(events) + str(FeedAddress.objects.values())
        assert address.digest not in str(events)

    @pytest.mark.parametrize("subject", ["nonsense", "mine:1", "unit", "unit:0", "unit:x", "unit:1:2", "unit:\x00", ""])
    def test_of_what_is_not_there(self, anna, unit, subject):
        with pytest.raises(ValidationError) as refused:
            services.create_feed_address(actor=anna, subject=subject)
        assert refused.value.error_dict["subject"][0].code == "invalid_choice"

    def test_of_what_is_not_ones_own_to_see(self, unit):
        with pytest.raises(ValidationError):
            services.create_feed_address(actor=factories.logger(factories.CountyFactory()), subject=f"unit:{unit.pk}")

    @pytest.mark.race
    @pytest.mark.django_db(transaction=True)
    def test_one_person_has_only_so_many_also_when_asked_for_at_once(self, monkeypatch):
        monkeypatch.setattr(services, "MOST_ADDRESSES", 2)
        anna, start, refused = factories.person(), threading.Barrier(4), []

        def work():
            start.wait()
            try:
                services.create_feed_address(actor=anna, subject="mine")
            except ValidationError as refusal:
                refused.append(refusal.code)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (FeedAddress.objects.count(), refused) == (2, ["too_many_feed_addresses"] * 2)
        services.revoke_feed_address(actor=anna, address=FeedAddress.objects.first())
        services.create_feed_address(actor=anna, subject="mine")


class TestPages:
    @pytest.fixture
    def signed_in(self, client, anna):
        client.force_login(anna)
        return client

    def test_the_address_is_shown_once_and_works(self, signed_in, anna, unit):
        form = signed_in.get(reverse("feed_create")).context["form"]
        offered = [("mine", "My bookings"), (f"unit:{unit.pk}", "荣昌区图书馆")]
        assert list(form.fields["subject"].choices) == offered
        answer = signed_in.post(reverse("feed_create"), {"subject": "mine"})
        assert answer.headers["Cache-Control"] == "no-store"
        url = answer.context["url"]
        assert url.startswith("http://localhost:8000/feeds/")
        assert url in answer.content.decode()
        assert signed_in.get(url.removeprefix("http://localhost:8000")).status_code == 200
        assert "My bookings" in signed_in.get(reverse("profile")).content.decode()

    def test_a_page_may_lead_to_the_form_with_its_choice(self, signed_in, unit):
        form = signed_in.get(reverse("feed_create"), {"subject": f"unit:{unit.pk}"}).context["form"]
        assert form["subject"].value() == f"unit:{unit.pk}"

    def test_what_is_not_offered_is_refused_on_the_form(self, signed_in):
        answer = signed_in.post(reverse("feed_create"), {"subject": "unit:0"})
        assert answer.context["form"].errors["subject"]

    def test_revoking_ones_own(self, signed_in, anna):
        address, _secret = services.create_feed_address(actor=anna, subject="mine")
        others, _secret = services.create_feed_address(actor=factories.person(), subject="mine")
        assert signed_in.post(reverse("feed_revoke", args=[others.pk])).status_code == 404
        assert signed_in.post(reverse("feed_revoke", args=[address.pk])).status_code == 302
        address.refresh_from_db()
        first = address.revoked_at
        assert services.revoke_feed_address(actor=anna, address=address).revoked_at == first
        assert "My bookings" not in signed_in.get(reverse("profile")).content.decode()

    def test_one_that_shows_nothing_any_more_says_so(self, signed_in, anna, unit):
        services.create_feed_address(actor=anna, subject=f"unit:{unit.pk}")
        unit.delete()
        assert "no longer yours to see" in signed_in.get(reverse("profile")).content.decode()

    def test_where_no_app_has_a_calendar_there_is_nothing_about_it(self, signed_in, monkeypatch):
        monkeypatch.setattr(feeds, "_kinds", {})
        assert "Calendar addresses" not in signed_in.get(reverse("profile")).content.decode()
        assert "There is no calendar for you." in signed_in.get(reverse("feed_create")).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_account_takes_the_same_queries_for_more(self, signed_in, anna, number, django_assert_num_queries):
        county = anna.home_region
        for _number in range(number):
            services.create_feed_address(actor=anna, subject=f"unit:{factories.UnitFactory(region=county).pk}")
        signed_in.get(reverse("profile"))
        with django_assert_num_queries(8):
            signed_in.get(reverse("profile"))
