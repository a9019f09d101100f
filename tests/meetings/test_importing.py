"""The real meetings of the reports, as held meetings of bodies of their own."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

import belts
from belts.models import Region
from meetings.importing import load_real_meetings
from meetings.models import Body, BodyMember, JointMeeting
from meetings.queries.bodies import members_of
from meetings.services.importing import add_body_member, import_meeting
from tests import factories

pytestmark = pytest.mark.django_db
REGIONS = Path(belts.__file__).parent / "data" / "regions.csv"


@pytest.fixture
def regions():
    """All counties of the corridor's data, without the time that their history takes."""
    chongqing, sichuan = factories.chongqing(), factories.sichuan()
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"] == "county"]
    Region.objects.bulk_create(
        Region(
            code=row["code"], name=row["name"], level="county",
            province=chongqing if row["province"] == chongqing.pk else sichuan,
        )
        for row in rows
    )  # fmt: skip


@pytest.fixture
def loaded(regions):
    return load_real_meetings()


def days(body):
    return [
        (meeting.ordinal, timezone.localdate(meeting.starts_at).isoformat())
        for meeting in body.meetings.order_by("starts_at")
    ]


def test_every_row_of_the_reports_is_there_once(loaded):
    assert (loaded.bodies, loaded.meetings) == (12, 30)
    assert JointMeeting.objects.filter(state="held", body__kind="other", body__cadence="none").count() == 30
    assert loaded.members == BodyMember.objects.count() == 27
    assert not JointMeeting.objects.exclude(period=None).exists()
    assert not JointMeeting.objects.filter(source="").exists()
    assert JointMeeting.objects.filter(steps__to_state="held").count() == 30


def test_a_second_run_adds_nothing_and_leaves_what_was_put_right(loaded):
    meeting = JointMeeting.objects.get(body="mingyueshan", ordinal=1)
    JointMeeting.objects.filter(pk=meeting.pk).update(outcome="更正后的成果")
    again = load_real_meetings()
    assert (again.bodies, again.members, again.meetings) == (0, 0, 0)
    meeting.refresh_from_db()
    assert meeting.outcome == "更正后的成果"


def test_ordinals_are_kept_with_their_gaps(loaded):
    assert days(Body.objects.get(pk="mingyueshan")) == [(1, "2020-04-23"), (2, "2020-10-21"), (6, "2023-12-27")]
    assert days(Body.objects.get(pk="heguangchang")) == [(1, "2021-03-01"), (2, "2022-11-03"), (3, "2023-11-08")]
    assert days(Body.objects.get(pk="zida")) == [(2, "2022-12-30"), (3, "2023-07-04")]


def test_the_mingyue_mountain_grows_from_six_to_seven_with_changshou(loaded):
    body = Body.objects.get(pk="mingyueshan")
    names = [region.name for region in members_of(body, dt.date(2020, 10, 21))]
    assert len(names) == 6
    assert "长寿区" not in names
    assert "长寿区" in [region.name for region in members_of(body, dt.date(2023, 12, 27))]
    assert len(members_of(body, dt.date(2023, 12, 27))) == 7


def test_what_is_known_to_its_month_only_says_so(loaded):
    months = JointMeeting.objects.filter(precision="month")
    assert sorted(timezone.localdate(meeting.starts_at).isoformat() for meeting in months) == [
        "2020-06-01", "2021-03-01", "2021-04-01", "2023-03-01", "2023-07-01", "2023-10-01", "2024-11-01", "2024-12-01",
    ]  # fmt: skip
    assert str(months.get(body="heguangchang")).endswith("2021-03")


def test_a_city_is_kept_as_text_and_never_taken_for_a_county(loaded):
    suitong = JointMeeting.objects.get(body="suitong")
    assert (suitong.host, suitong.place) == (None, "遂宁市")
    assert suitong.attended.endswith("；承办：遂宁市")
    assert [member.region.name for member in BodyMember.objects.filter(body="suitong")] == ["潼南区"]
    assert JointMeeting.objects.get(body="mingyueshan", ordinal=6).host.name == "邻水县"
    assert "承办" not in JointMeeting.objects.get(body="mingyueshan", ordinal=6).attended


def test_meetings_without_a_number_stand_together_under_their_names(loaded):
    rest = Body.objects.get(pk="other-meetings")
    assert rest.meetings.count() == 14
    assert not rest.meetings.exclude(ordinal=None).exists()
    assert not rest.meetings.filter(title="").exists()
    assert not rest.members.exists()


def report(body, **changes):
    given = {"actor": None, "body": body, "day": dt.date(2020, 4, 23), "precision": "day", "source": "报道"}
    return import_meeting(**(given | changes))


def test_the_service_refuses_what_no_report_says():
    body = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    for changes, code in (({"precision": "time"}, "report_without_time"), ({"source": " "}, "source_missing")):
        with pytest.raises(ValidationError) as error:
            report(body, **changes)
        problems = error.value.error_dict["source"] if hasattr(error.value, "error_dict") else [error.value]
        assert [problem.code for problem in problems] == [code]
    with pytest.raises(ValidationError):
        report(body, attended="区" * 501)
    assert not JointMeeting.objects.exists()


def test_the_same_report_again_is_the_same_meeting():
    body = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    assert report(body, ordinal=1) == report(body, ordinal=1, day=dt.date(2020, 4, 24))
    assert report(body, title="座谈会") == report(body, title="座谈会")
    assert report(body, title="座谈会", day=dt.date(2020, 5, 1)) != report(body, title="座谈会")
    assert body.meetings.count() == 3
    county = factories.CountyFactory(code="500155", name="梁平区")
    seats = [add_body_member(actor=None, body=body, region=county, since=dt.date(2020, 4, 23), source="报道")] * 2
    assert seats[0] == add_body_member(actor=None, body=body, region=county, since=dt.date(2021, 1, 1), source="其他")
    assert body.members.count() == 1


def test_the_command_says_what_it_added(regions, capsys):
    call_command("load_meetings")
    assert "12 bodies, 27 members, 30 meetings added" in capsys.readouterr().out
