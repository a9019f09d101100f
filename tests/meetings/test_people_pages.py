"""The pages of invitations, attendance, sign-in sheet and name plates."""

import pytest
from django.urls import reverse

from core.work import items_for
from meetings.models import Attendee, Invitation
from meetings.services import invitations
from tests import factories
from tests.meetings.papers_world import begins, coming, invited, make_world
from tests.meetings.pdf import pages


@pytest.fixture
def world(db):
    return make_world()


def get(client, person, route, pk):
    client.force_login(person)
    return client.get(reverse(f"meetings:{route}", args=[pk]))


def post(client, person, route, pk, **data):
    client.force_login(person)
    return client.post(reverse(f"meetings:{route}", args=[pk]), data)


def person(place, name, **fields):
    return {f"person-{place}-{key}": value for key, value in {"name": name, **fields}.items()}


def test_inviting_and_replying_from_the_home_page_on(client, world):
    assert post(client, world.convener, "invite", world.meeting.pk).status_code == 302
    [item] = [item for item in items_for(world.loggers["隆昌"]) if item.action == "Reply"]
    row = Invitation.objects.get(region=world.counties["隆昌"])
    assert item.url == reverse("meetings:reply", args=[row.pk])
    assert client.get(item.url).status_code == 200
    answer = {
        "reply": "coming",
        "version": 1,
        **person(0, "钱八", rank="副部长"),
        **person(2, "李四", stands_in_for="王五"),
    }
    assert post(client, world.loggers["隆昌"], "reply", row.pk, **answer).status_code == 302
    assert [str(line) for line in row.attendees.all()] == ["钱八", "李四"]
    row.refresh_from_db()
    assert row.by_phone is False
    assert not [item for item in items_for(world.loggers["隆昌"]) if item.action == "Reply"]
    text = get(client, world.loggers["泸县"], "people", world.meeting.pk).content.decode()
    assert "钱八" in text
    assert "李四" in text


def test_the_convener_answers_by_phone_and_others_not_at_all(client, world):
    row = invited(world)["泸县"]
    answer = {"reply": "excused", "note": "防汛", "version": 1}
    for stranger in (world.stranger, world.loggers["隆昌"], world.office, world.auditor):
        assert post(client, stranger, "reply", row.pk, **answer).status_code == 404
    assert post(client, world.convener, "reply", row.pk, **answer).status_code == 302
    row.refresh_from_db()
    assert (row.reply, row.by_phone) == ("excused", True)
    assert "by phone" in get(client, world.loggers["泸县"], "people", world.meeting.pk).content.decode()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"reply": "coming"}, "Name at least one person"),
        ({"reply": "excused"}, "Write 1 to 300 characters"),
        ({"reply": "coming", "person-0-rank": "副部长"}, "Write the name too."),
        ({"reply": "maybe"}, "maybe"),
        ({}, "This field is required"),
        ({"reply": "coming", "person-0-name": "长" * 51}, "50"),
        ({"reply": "coming", "person-0-name": "钱八", "version": 9}, "Somebody changed this"),
    ],
)
def test_a_refused_reply_stays_with_its_reason(client, world, bad, words):
    row = invited(world)["隆昌"]
    response = post(client, world.loggers["隆昌"], "reply", row.pk, **({"version": 1} | bad))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Invitation.objects.get(pk=row.pk).reply == "none"


def test_others_see_how_many_but_no_names_and_no_notes(client, world):
    row = invited(world)["泸县"]
    invitations.reply_invitation(actor=world.loggers["泸县"], invitation=row, reply="excused", note="个人原因")
    assert "个人原因" not in get(client, world.stranger, "people", world.meeting.pk).content.decode()
    assert "个人原因" in get(client, world.loggers["隆昌"], "people", world.meeting.pk).content.decode()
    coming(world, "隆昌", "钱八")
    response = get(client, world.stranger, "people", world.meeting.pk)
    text = response.content.decode()
    assert "钱八" not in text
    assert "个人原因" not in text
    assert "1 person" in text
    assert get(client, factories.person(), "people", world.meeting.pk).status_code == 404


def test_the_sheet_is_transcribed_in_one_form(client, world):
    rows = invited(world)
    coming(world, "荣昌", "张三", "赵六")
    coming(world, "隆昌", "钱八")
    begins(world.meeting)
    response = get(client, world.convener, "transcribe", world.meeting.pk)
    shown = [line.label for line in response.context["form"].lines]
    assert [words.split(" · ")[1] for words in shown] == ["张三", "赵六", "钱八"]
    absent = Attendee.objects.get(name="赵六")
    sheet = {
        f"presence_{absent.pk}": "absent", "rest_present": "on",
        "arrival-0-invitation": rows["泸县"].pk, "arrival-0-name": "孙九",
    }  # fmt: skip
    assert post(client, world.convener, "transcribe", world.meeting.pk, **sheet).status_code == 302
    assert dict(Attendee.objects.values_list("name", "presence")) == {
        "张三": "present", "赵六": "absent", "钱八": "present", "孙九": "present",
    }  # fmt: skip
    response = post(client, world.convener, "transcribe", world.meeting.pk, **{"arrival-0-name": "无处"})
    assert "Say for which region." in response.content.decode()
    assert post(client, world.loggers["隆昌"], "transcribe", world.meeting.pk, **sheet).status_code == 404


def test_a_sheet_too_early_says_so(client, world):
    invited(world)
    coming(world, "荣昌", "张三")
    response = post(client, world.convener, "transcribe", world.meeting.pk, rest_present="on")
    assert "from the day of the meeting on" in response.content.decode()


def test_observers_are_invited_and_withdrawn(client, world):
    invited(world)
    assert (
        post(client, world.convener, "invite_observer", world.meeting.pk, region=world.outsider.pk).status_code == 302
    )
    row = Invitation.objects.get(observes=True)
    assert post(client, world.convener, "invite_observer", world.meeting.pk, region="x").status_code == 200
    assert post(client, world.loggers["隆昌"], "withdraw_invitation", row.pk).status_code == 404
    assert post(client, world.convener, "withdraw_invitation", row.pk).status_code == 302
    assert not Invitation.objects.filter(observes=True).exists()


def test_sheet_and_plates_are_printed_from_the_page_or_as_pdf(client, world):
    invited(world)
    coming(world, "隆昌", '#import "x"', "李四 for 王五")
    text = get(client, world.convener, "sheet", world.meeting.pk).content.decode()
    assert "李四" in text
    assert "for 王五" in text
    response = get(client, world.convener, "sign_in_pdf", world.meeting.pk)
    assert response["Content-Type"] == "application/pdf"
    [page] = pages(response.content)
    assert page.size == (210, 297)
    assert '#import "x"' in page.text
    plates = pages(get(client, world.convener, "plates_pdf", world.meeting.pk).content)
    assert len(plates) == 2
    assert get(client, world.loggers["隆昌"], "sheet", world.meeting.pk).status_code == 404


def test_without_people_there_are_no_plates_and_without_typefaces_a_sentence(client, world, settings, tmp_path):
    from core.papers import typesetting

    response = get(client, world.convener, "plates_pdf", world.meeting.pk)
    assert response.url == reverse("meetings:people", args=[world.meeting.pk])
    typesetting._fonts.cache_clear()
    settings.FONT_DIR = tmp_path
    get(client, world.convener, "sign_in_pdf", world.meeting.pk)
    assert "typefaces" in get(client, world.convener, "people", world.meeting.pk).content.decode()
    typesetting._fonts.cache_clear()


def test_the_page_costs_the_same_for_one_region_and_for_three(client, world, django_assert_num_queries):
    client.force_login(world.convener)
    for name in ("荣昌", "泸县", "隆昌"):
        factories.InvitationFactory(meeting=world.meeting, region=world.counties[name])
        coming(world, name, "张三", "李四")
        client.get("/")  # a request of its own may count the session's age
        if name != "泸县":  # with one and with three
            with django_assert_num_queries(18):
                client.get(reverse("meetings:people", args=[world.meeting.pk]))
