"""Opening hours, days that differ, rules of booking, photos."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import CountyFactory, UserFactory, VenueFactory, logger
from venues.models import BookingLimit, Limit
from venues.queries.hours import week_of
from venues.queries.limit_rows import rules_of
from venues.services.hours import add_exception, remove_exception, set_opening_hours
from venues.services.limits import set_limits
from venues.services.photos import add_photo, remove_photo

NINE, NOON, TWO, SIX = dt.time(9), dt.time(12), dt.time(14), dt.time(18)
DAY = dt.date(2030, 10, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return VenueFactory()


def open_on(week, weekday):
    return [(row.opens, row.closes) for row in week.days[weekday][1]]


def test_a_week_is_set_as_a_whole_with_a_break_at_noon(hall):
    set_opening_hours(actor=None, venue=hall, hours=[(5, TWO, SIX), (5, NINE, NOON), (6, NINE, SIX)])
    set_opening_hours(actor=None, venue=hall, hours=[(5, NINE, NOON), (5, TWO, SIX)], open_on_holidays=True)
    week = week_of(hall)
    assert open_on(week, 5) == [(NINE, NOON), (TWO, SIX)]
    assert open_on(week, 6) == []
    hall.refresh_from_db()
    assert (hall.open_on_holidays, hall.version) == (True, 3)


def test_a_part_has_the_hours_of_the_nearest_whole_that_has_some(hall):
    part = VenueFactory(parent=VenueFactory(parent=hall))
    assert week_of(part).always
    set_opening_hours(actor=None, venue=hall, hours=[(0, NINE, SIX)])
    assert (week_of(part).of, open_on(week_of(part), 0)) == (hall, [(NINE, SIX)])
    set_opening_hours(actor=None, venue=part.parent, hours=[(0, NINE, NOON)])
    assert open_on(week_of(part), 0) == [(NINE, NOON)]
    assert open_on(week_of(hall), 0) == [(NINE, SIX)]


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ([(0, SIX, NINE)], "closes_before_it_opens"),
        ([(0, NINE, TWO), (0, NOON, SIX)], "hours_overlap"),
        ([(0, dt.time(hour), dt.time(hour, 30)) for hour in range(5)], "too_many_hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_changes(hall, hours, code):
    with pytest.raises(ValidationError) as error:
        set_opening_hours(actor=None, venue=hall, hours=hours)
    assert error.value.code == code
    assert not hall.hours.exists()


def test_hours_refuse_what_somebody_else_changed_meanwhile(hall):
    set_opening_hours(actor=None, venue=hall, hours=[], version=1)
    with pytest.raises(ValidationError) as error:
        set_opening_hours(actor=None, venue=hall, hours=[(0, NINE, SIX)], version=1)
    assert error.value.code == "stale"


def test_a_day_differs_once_and_is_closed_or_has_hours(hall):
    first = add_exception(actor=None, venue=hall, day=DAY, reason="国庆")
    assert add_exception(actor=None, venue=hall, day=DAY, reason="国庆") == first
    with pytest.raises(ValidationError) as error:
        add_exception(actor=None, venue=hall, day=DAY, opens=NINE, closes=NOON, reason="半天")
    assert error.value.code == "closed_and_open"
    remove_exception(actor=None, exception=first)
    remove_exception(actor=None, exception=first)
    add_exception(actor=None, venue=hall, day=DAY, opens=NINE, closes=NOON, reason="上午")
    with pytest.raises(ValidationError) as error:
        add_exception(actor=None, venue=hall, day=DAY, opens=dt.time(11), closes=SIX, reason="下午")
    assert error.value.code == "hours_overlap"


def test_the_hours_page_works_without_scripts(client, hall):
    clerk = logger(hall.region)
    client.force_login(clerk)
    address = f"/venues/{hall.pk}/hours/"
    assert client.get(address).status_code == 200
    form = {"opens_0_0": "09:00", "closes_0_0": "12:00", "opens_0_1": "14:00", "closes_0_1": "18:00", "version": "1"}
    assert client.post(address, form).status_code == 302
    assert open_on(week_of(hall), 0) == [(NINE, NOON), (TWO, SIX)]
    half = client.post(address, {"opens_0_0": "09:00", "version": "2"})
    assert "Give both times, or neither." in half.content.decode()
    stale = client.post(address, form)
    assert "Somebody changed this venue" in stale.content.decode()
    wrong = client.post(f"/venues/{hall.pk}/exceptions/", {"day": "2030-10-01"})
    assert (wrong.status_code, hall.exceptions.count()) == (200, 0)


def test_of_several_rules_the_strictest_wins_and_says_where_it_is_set():
    county = CountyFactory(name="荣昌区")
    whole = VenueFactory(region=county, name="综合体")
    part = VenueFactory(parent=whole)
    set_limits(actor=None, limits={Limit.LONGEST: 480, Limit.SETUP: 10})
    set_limits(actor=None, region=county, limits={Limit.LONGEST: 120})
    set_limits(actor=None, venue=whole, limits={Limit.LONGEST: 240, Limit.SETUP: 30})
    said = {str(label): [(rule.row.value, rule.origin, rule.wins) for rule in rows] for label, rows in rules_of(part)}
    assert sorted(said["how long (minutes)"]) == [
        (120, "荣昌区", True), (240, "综合体", False), (480, "the whole corridor", False),
    ]  # fmt: skip
    assert sorted(said["set-up before (minutes)"]) == [(10, "the whole corridor", False), (30, "综合体", True)]


def test_a_rule_is_set_changed_and_taken_off(hall):
    set_limits(actor=None, venue=hall, limits={Limit.LONGEST: 60})
    set_limits(actor=None, venue=hall, limits={Limit.LONGEST: 90})
    assert BookingLimit.objects.get().value == 90
    set_limits(actor=None, venue=hall, limits={Limit.LONGEST: None, Limit.SETUP: None})
    assert not BookingLimit.objects.exists()
    with pytest.raises(ValidationError):
        set_limits(actor=None, venue=hall, limits={Limit.LONGEST: 10_081})


def picture(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (600, 400), colour).save(out, "JPEG")
    return SimpleUploadedFile("大门.jpg", out.getvalue(), "image/jpeg")


def test_a_photo_is_kept_once_and_removed_with_its_files(hall, django_capture_on_commit_callbacks):
    user = UserFactory()
    photo = add_photo(actor=user, venue=hall, upload=picture(), caption="大门")
    assert add_photo(actor=user, venue=hall, upload=picture(), caption="大门") == photo
    stored = photo.file.storage
    assert stored.exists(photo.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=user, photo=photo)
    assert not stored.exists(photo.file.name)
    assert not hall.photos.exists()


def test_what_is_no_photo_is_refused_with_a_message(client, hall):
    client.force_login(logger(hall.region))
    upload = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = client.post(f"/venues/{hall.pk}/photos/", {"file": upload, "caption": "假照片"}, follow=True)
    assert "not a photo that can be read" in answer.content.decode()
    assert not hall.photos.exists()
