"""Minutes: drafted, edited by one at a time, countersigned by every member, issued with the next number."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import Notice
from meetings.models import Countersignature, Minutes, ResolutionParty
from meetings.papers.content import NameList, paper_of
from meetings.queries.countersigning import answer_due, signing_regions, words_on
from meetings.services import attendance, countersigning, invitations
from meetings.services import minutes as services
from tests import factories
from tests.meetings.papers_world import begins, coming, invited, make_world
from tests.meetings.refusals import refused


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def drafted(world):
    world.meeting.state = "held"
    begins(world.meeting)
    factories.ResolutionFactory(meeting=world.meeting, text="共建联合调解室", lead=world.counties["荣昌"])
    world.minutes = services.draft_minutes(actor=world.convener, meeting=world.meeting)
    return world


@pytest.fixture
def sent(drafted):
    drafted.minutes = services.circulate_minutes(actor=drafted.convener, minutes=drafted.minutes)
    return drafted


def state(world):
    world.meeting.refresh_from_db()
    return world.meeting.state


def sign(world, name, version=1):
    region = world.counties[name]
    return countersigning.sign_minutes(
        actor=world.reviewers[name], minutes=world.minutes, region=region, version=version
    )


def object_to(world, name, note="第二项的期限不对", version=1):
    given = {"region": world.counties[name], "version": version, "note": note}
    return countersigning.object_to_minutes(actor=world.reviewers[name], minutes=world.minutes, **given)


def sign_all(world, version=1):
    for name in world.counties:
        sign(world, name, version)


def save(world, actor=None, version=1, **texts):
    return services.save_minutes(actor=actor or world.convener, minutes=world.minutes, version=version, **texts)


def issue(world, **fields):
    return countersigning.issue_minutes(actor=world.convener, minutes=world.minutes, **fields)


def test_the_draft_is_made_of_attendance_agenda_and_resolutions(world):
    invited(world)
    guests = invitations.invite_observer(actor=world.convener, meeting=world.meeting, region=world.outsider)
    coming(world, "荣昌", "张三")
    coming(world, "隆昌", "李四 for 王五", "钱八")
    excuse = {
        "actor": world.loggers["泸县"],
        "invitation": world.meeting.invitations.get(region=world.counties["泸县"]),
    }
    invitations.reply_invitation(**excuse, reply="excused", note="防汛")
    begins(world.meeting)
    absent = world.meeting.invitations.get(region=world.counties["隆昌"]).attendees.get(name="钱八")
    attendance.transcribe_sheet(
        actor=world.convener, meeting=world.meeting, presences={absent.pk: "excused"}, rest_present=True,
        arrivals=[{"invitation": guests, "name": "吴一", "unit": "万州区文明办"}],
    )  # fmt: skip
    world.meeting.starts_at = timezone.make_aware(dt.datetime(2026, 11, 20, 14, 30))  # noqa: DTZ001
    world.meeting.state = "held"
    world.meeting.save()
    factories.AgendaItemFactory(meeting=world.meeting, kind="review", title="回顾", position=0)
    factories.AgendaItemFactory(meeting=world.meeting, title="联合调解室", position=2)
    factories.AgendaItemFactory(meeting=world.meeting, title="未采纳", position=3, state="declined")
    first = factories.ResolutionFactory(
        meeting=world.meeting, text="共建联合调解室。", lead=world.counties["荣昌"], due_on=dt.date(2026, 12, 31)
    )
    ResolutionParty.objects.create(resolution=first, region=world.counties["隆昌"], role="co")
    factories.ResolutionFactory(meeting=world.meeting, text="开展联合宣讲", due_on=dt.date(2027, 1, 5))
    factories.ResolutionFactory(meeting=world.meeting, text="作废的", state="void")
    row = services.draft_minutes(actor=world.convener, meeting=world.meeting)
    assert row.title == "川南渝西区域联席会议纪要"
    assert row.opening == (
        "2026年11月20日下午，川南渝西区域联席会议2026年第四季度会议在海棠大礼堂召开。会议由召集单位荣昌区主持。"
        "会议研究了“联合调解室”。现将议定事项纪要如下："
    )
    assert row.text.splitlines() == [
        "一、共建联合调解室。由荣昌区牵头，隆昌市配合，2026年12月31日前完成。",
        "二、开展联合宣讲。2027年1月5日前完成。",
    ]
    assert row.present.splitlines() == [
        "荣昌区：荣昌区委宣传部副部长张三",
        "隆昌市：隆昌市委宣传部副部长李四（代王五）",
    ]
    assert row.excused.splitlines() == ["隆昌市：隆昌市委宣传部副部长钱八", "泸县"]
    assert row.observers == "万州区：万州区文明办吴一"
    assert state(world) == "minutes_drafted"


def test_without_resolutions_the_items_of_the_agenda_stand_and_drafting_twice_is_drafting_once(world):
    world.meeting.state = "planned"
    world.meeting.save()
    assert refused(services.draft_minutes, actor=world.convener, meeting=world.meeting) == "step_not_open"
    world.meeting.state = "held"
    begins(world.meeting)
    for title in ("联合宣讲", "馆际借阅"):
        factories.AgendaItemFactory(meeting=world.meeting, title=title)
    row = services.draft_minutes(actor=world.convener, meeting=world.meeting)
    assert row.text.splitlines() == ["一、关于联合宣讲。", "二、关于馆际借阅。"]
    assert "“联合宣讲”“馆际借阅”等2项议题" in row.opening
    assert services.draft_minutes(actor=world.convener, meeting=world.meeting) == row
    assert world.meeting.steps.filter(to_state="minutes_drafted").count() == 1


def test_one_edits_at_a_time_and_lets_go(drafted):
    colleague, minutes = drafted.reviewers["荣昌"], drafted.minutes
    row = services.take_minutes(actor=drafted.convener, minutes=minutes)
    assert row.editing_until > timezone.now() + dt.timedelta(minutes=14)
    assert refused(services.take_minutes, actor=colleague, minutes=minutes) == "being_edited"
    assert refused(save, world=drafted, actor=colleague, text="别的") == "being_edited"
    assert services.renew_minutes(actor=drafted.convener, minutes=minutes).editing_until >= row.editing_until
    services.release_minutes(actor=colleague, minutes=minutes)
    assert Minutes.objects.get().editing_by == drafted.convener, "only who holds it lets go"
    services.release_minutes(actor=drafted.convener, minutes=minutes)
    services.take_minutes(actor=colleague, minutes=minutes)
    Minutes.objects.update(editing_until=timezone.now() - dt.timedelta(seconds=1))
    assert services.take_minutes(actor=drafted.convener, minutes=minutes).editing_by == drafted.convener


def test_what_somebody_saved_meanwhile_is_not_overwritten(drafted):
    save(drafted, text="一、甲")
    assert save(drafted, text="一、甲", version=1).version == 2, "a second click writes the same"
    assert refused(save, world=drafted, text="一、乙", version=1) == "stale"
    assert Minutes.objects.get().text == "一、甲"
    assert save(drafted, text="一、乙", version=2).version == 3


def test_members_are_asked_and_the_last_signature_completes_it(sent):
    reviewers = {person.pk for person in sent.reviewers.values()}
    assert set(Notice.objects.filter(kind="minutes_to_sign").values_list("user", flat=True)) == reviewers
    services.circulate_minutes(actor=sent.convener, minutes=sent.minutes)
    assert Notice.objects.filter(kind="minutes_to_sign").count() == 4
    for name in list(sent.counties)[:3]:
        sign(sent, name)
    sign(sent, "荣昌")
    assert state(sent) == "minutes_drafted"
    sign(sent, "隆昌")
    assert state(sent) == "countersigned"
    assert Countersignature.objects.count() == 4


def test_empty_minutes_are_not_sent_and_unsent_ones_not_signed(drafted):
    assert refused(sign, world=drafted, name="隆昌") == "not_circulated"
    assert refused(issue, world=drafted) == "not_circulated"
    save(drafted, text=" ")
    assert refused(services.circulate_minutes, actor=drafted.convener, minutes=drafted.minutes) == "minutes_empty"


def test_a_later_edit_asks_anew(sent):
    sign_all(sent)
    assert state(sent) == "countersigned"
    save(sent, text="一、改过")
    assert state(sent) == "minutes_drafted"
    assert [word.given for word in words_on(Minutes.objects.select_related("meeting__body").get())] == [None] * 4
    assert Notice.objects.filter(kind="minutes_to_sign").count() == 8
    assert refused(sign, world=sent, name="隆昌", version=1) == "stale"
    sign_all(sent, version=2)
    assert state(sent) == "countersigned"
    assert save(sent, version=2, text="一、改过").version == 2, "nothing changed, nobody is asked"
    assert state(sent) == "countersigned"


def test_an_objection_says_what_is_wrong_tells_the_convener_and_takes_a_signature_back(sent):
    assert refused(object_to, world=sent, name="隆昌", note=" ") == "text_missing"
    sign_all(sent)
    for _again in range(2):
        object_to(sent, "隆昌")
    assert state(sent) == "minutes_drafted"
    told = Notice.objects.filter(kind="minutes_objected")
    assert set(told.values_list("user", flat=True)) == {sent.convener.pk, sent.reviewers["荣昌"].pk}
    assert [word.note for word in Countersignature.objects.filter(verdict="objected")] == ["第二项的期限不对"]
    sign(sent, "隆昌")
    assert state(sent) == "countersigned"


def test_only_members_of_that_day_sign_through_their_reviewers(sent):
    minutes = Minutes.objects.select_related("meeting__body").get()
    assert [region.name for region in signing_regions(sent.reviewers["隆昌"], minutes)] == ["隆昌市"]
    for person in (sent.loggers["隆昌"], sent.stranger, sent.office, sent.auditor):
        assert signing_regions(person, minutes) == []
    given = {"actor": sent.stranger, "minutes": minutes, "region": sent.outsider, "version": 1}
    assert refused(countersigning.sign_minutes, **given) == "not_a_member"


def test_the_provincial_meeting_is_signed_by_both_offices(db):
    body = factories.BodyFactory(
        belt=None, code="provincial", name="省级联席会议", kind="provincial", cadence="half_year"
    )
    offices = [factories.person("provincial_office", region) for region in (factories.chongqing(), factories.sichuan())]
    meeting = factories.MeetingFactory(body=body, host=factories.chongqing(), state="minutes_drafted")
    minutes = factories.MinutesFactory(meeting=meeting)
    services.circulate_minutes(actor=offices[0], minutes=minutes)
    minutes = Minutes.objects.select_related("meeting__body").get()
    for office in offices:
        [region] = signing_regions(office, minutes)
        countersigning.sign_minutes(actor=office, minutes=minutes, region=region, version=1)
    meeting.refresh_from_db()
    assert meeting.state == "countersigned"


def test_issued_with_the_next_number_of_the_body_and_a_document_number_in_one_spelling(sent):
    other = factories.MeetingFactory(body=sent.body, state="issued")
    factories.MinutesFactory(meeting=other, issue_number=6, issued_on=timezone.localdate())
    sign_all(sent)
    assert refused(issue, world=sent, document_number="荣纪3号") == "bad_document_number"
    assert refused(issue, world=sent, version=7) == "stale"
    row = issue(sent, document_number="荣文明办纪[2026]03号", version=1)
    assert (row.issue_number, row.issued_on, row.document_number) == (7, timezone.localdate(), "荣文明办纪〔2026〕3号")
    assert state(sent) == "issued"
    assert issue(sent).issue_number == 7
    assert refused(save, world=sent, text="改") == "step_not_open"
    assert refused(object_to, world=sent, name="隆昌") == "step_not_open"
    assert Notice.objects.filter(kind="minutes_issued").count() == 8


def test_objections_and_silence_stand_in_the_way_until_a_reason_overrules_them(sent, monkeypatch):
    object_to(sent, "隆昌")
    for name in ("荣昌", "永川"):
        sign(sent, name)
    assert refused(issue, world=sent, despite="急需") == "members_still_have_time", "泸县 has its days"
    after = answer_due(Minutes.objects.get()) + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, *_zone: value.date() if value else after)
    assert refused(issue, world=sent) == "not_countersigned"
    row = issue(sent, despite="隆昌市的意见留待下次会议研究")
    assert (row.issue_number, row.despite) == (1, "隆昌市的意见留待下次会议研究")
    assert sent.meeting.steps.get(to_state="issued").reason == "隆昌市的意见留待下次会议研究"


def test_an_objection_alone_is_overruled_at_once_when_all_have_spoken(sent):
    object_to(sent, "隆昌")
    for name in ("荣昌", "永川", "泸县"):
        sign(sent, name)
    assert refused(issue, world=sent) == "not_countersigned"
    assert issue(sent, despite="已沟通").issued_on
    paper = paper_of(Minutes.objects.select_related("meeting__body__belt", "meeting__host").get())
    assert (paper.issue, paper.imprint[0]) == ("第1期", "荣昌区")
    assert paper.lists[-1] == NameList("保留意见", ["隆昌市：第二项的期限不对"])


def test_who_reads_drafts_and_who_what_was_sent(drafted):
    def readers():
        people = {
            "convener": drafted.convener, "member": drafted.loggers["隆昌"], "stranger": drafted.stranger,
            "office": drafted.office, "auditor": drafted.auditor,
        }  # fmt: skip
        return {name for name, person in people.items() if Minutes.objects.visible_to(person).exists()}

    assert readers() == {"convener", "auditor"}
    services.circulate_minutes(actor=drafted.convener, minutes=drafted.minutes)
    assert readers() == {"convener", "auditor", "member", "office"}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_issues_at_once_have_two_numbers():
    world = make_world(state="countersigned")
    now = timezone.now()
    rows = [factories.MinutesFactory(meeting=world.meeting, circulated_at=now)]
    for _number in range(3):
        meeting = factories.MeetingFactory(body=world.body, state="countersigned")
        rows.append(factories.MinutesFactory(meeting=meeting, circulated_at=now))
    found, begin = [], threading.Barrier(2 * len(rows))

    def run(row):
        try:
            begin.wait()
            found.append(countersigning.issue_minutes(actor=world.convener, minutes=row).issue_number)
        except ValidationError as error:
            found.append(error.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(Minutes.objects.select_related("meeting").get(pk=row.pk),))
        for row in rows * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [1, 1, 2, 2, 3, 3, 4, 4], "each minutes twice, each time with its one number"
    assert sorted(Minutes.objects.values_list("issue_number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_minutes_at_once_are_one_who_has_them():
    world = make_world(state="minutes_drafted")
    minutes = factories.MinutesFactory(meeting=world.meeting)
    found, begin = [], threading.Barrier(2)

    def run(person):
        try:
            begin.wait()
            services.take_minutes(actor=person, minutes=minutes)
            found.append("taken")
        except ValidationError as error:
            found.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in (world.convener, world.reviewers["荣昌"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["being_edited", "taken"]
