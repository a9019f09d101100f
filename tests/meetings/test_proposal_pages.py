"""Proposed days on a page, as a fragment, over the API; and guesses looked at again."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Notice
from core.holidays.services import publish_calendar_year
from meetings.services.guesses import recheck_guesses
from meetings.tasks import recheck_guesses as task
from tests import factories

pytestmark = pytest.mark.django_db
WORK = dt.date(2031, 3, 18)
FESTIVAL = dt.date(2031, 3, 19)


@pytest.fixture
def body(belt, counties):
    return factories.BodyFactory(belt=belt)


def planned(body, day, **given):
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return factories.MeetingFactory(body=body, starts_at=at, **given)


def published():
    publish_calendar_year(actor=None, year=2031, days=[(FESTIVAL, "holiday", "测试节")], source="通知")


class TestSurfaces:
    def test_the_page_the_fragment_and_the_api_say_the_same(self, client, body, counties):
        meeting = planned(body, timezone.localdate() + dt.timedelta(days=40))
        client.force_login(factories.reviewer(counties["荣昌"]))
        page = client.get(f"/meetings/{meeting.pk}/proposals/")
        fragment = client.get(f"/meetings/{meeting.pk}/proposals/", headers={"HX-Request": "true"}).content.decode()
        answer = client.get(f"/api/v1/meetings/{meeting.pk}/proposals/").json()["results"]
        assert len(answer) == 5
        assert "<html" not in fragment
        for proposal in answer:
            assert proposal["day"] in page.content.decode()
            assert proposal["day"] in fragment
            assert proposal["score"] == sum(reason["points"] for reason in proposal["reasons"])

    def test_a_hall_is_asked_for_and_what_is_no_hall_is_refused(self, client, body, counties):
        meeting = planned(body, timezone.localdate() + dt.timedelta(days=40))
        hall = factories.VenueFactory(region=counties["荣昌"], name="礼堂")
        client.force_login(factories.reviewer(counties["荣昌"]))
        address = f"/meetings/{meeting.pk}/proposals/"
        assert "hall is free" in client.get(f"{address}?venue={hall.pk}").content.decode()
        assert client.get(f"{address}?venue=x").status_code == 404
        assert client.get(f"{address}?venue={'9' * 30}").status_code == 404
        rest = f"/api/v1/meetings/{meeting.pk}/proposals/"
        assert "hall is free" in str(client.get(f"{rest}?venue={hall.pk}").json())
        assert client.get(f"{rest}?venue=999999").status_code == 400
        assert client.get(f"{rest}?place=1").status_code == 400

    def test_a_meeting_that_was_held_has_no_proposals(self, client, body, counties):
        meeting = planned(body, dt.date(2026, 3, 2), state="held")
        client.force_login(factories.reviewer(counties["荣昌"]))
        assert client.get(f"/meetings/{meeting.pk}/proposals/").status_code == 404
        assert client.get(f"/api/v1/meetings/{meeting.pk}/proposals/").status_code == 404


class TestGuesses:
    def test_a_planned_day_of_an_unpublished_year_is_marked(self, body):
        meeting, sure = planned(body, WORK), planned(body, dt.date(2026, 12, 15))
        assert recheck_guesses() == {"set": 1, "cleared": 0, "told": 0}
        assert recheck_guesses() == {"set": 0, "cleared": 0, "told": 0}
        meeting.refresh_from_db()
        sure.refresh_from_db()
        assert (meeting.date_is_guess, sure.date_is_guess) == (True, False)
        assert meeting.version == 1

    def test_when_the_table_is_published_the_mark_goes_and_a_day_off_is_told_once(self, body, counties):
        reviewer = factories.reviewer(counties["荣昌"])
        factories.reviewer(counties["泸县"])
        good = planned(body, WORK, host=counties["荣昌"], date_is_guess=True)
        bad = planned(body, FESTIVAL, host=counties["荣昌"], date_is_guess=True)
        assert recheck_guesses() == {"set": 0, "cleared": 0, "told": 0}
        published()
        assert recheck_guesses() == {"set": 0, "cleared": 2, "told": 1}
        assert recheck_guesses() == {"set": 0, "cleared": 0, "told": 0}
        task.run()
        for meeting in (good, bad):
            meeting.refresh_from_db()
            assert not meeting.date_is_guess
        notice = Notice.objects.get()
        assert (notice.user, notice.kind) == (reviewer, "meeting_on_day_off")
        assert notice.url == f"/meetings/{bad.pk}/proposals/"
        assert "holiday" in notice.text.sentence

    def test_a_meeting_that_is_no_more_planned_loses_the_mark_and_nobody_is_told(self, body, counties):
        factories.reviewer(counties["荣昌"])
        for state in ("held", "postponed"):
            planned(body, FESTIVAL, host=counties["荣昌"], date_is_guess=True, state=state)
        published()
        assert recheck_guesses() == {"set": 0, "cleared": 2, "told": 0}
        assert not Notice.objects.exists()

    def test_without_a_known_host_the_corridor_office_is_told(self, body):
        office = factories.person("corridor_office")
        planned(body, FESTIVAL, host=None, date_is_guess=True)
        published()
        recheck_guesses()
        assert Notice.objects.get().user == office
