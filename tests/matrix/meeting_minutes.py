"""Invitations, attendance and minutes: 荣昌 calls the meeting, 隆昌 sits in it, 万州 does neither."""

import datetime as dt

from django.utils import timezone

from tests import factories
from tests.matrix import Row
from tests.matrix.meeting_sessions import CALLING, STAFF, each

READING = (*CALLING, "neighbour_logger", "neighbour_reviewer", "provincial_office", "auditor")
DRAFT_READERS = (*CALLING, "auditor")
# 隆昌 answers for itself; 荣昌, which calls the meeting, by phone.
REPLYING = ("neighbour_logger", "neighbour_reviewer", *CALLING)
SIGNING = ("neighbour_reviewer",)


def world(made):
    now = timezone.now()
    body = made["body"]
    drafted, sent, signed = (
        factories.MeetingFactory(body=body, host=made["own"], state=state, starts_at=now - dt.timedelta(days=3))
        for state in ("minutes_drafted", "minutes_drafted", "countersigned")
    )
    invitation = factories.InvitationFactory(meeting=made["meeting"], region=made["neighbour"])
    came = factories.InvitationFactory(meeting=sent, region=made["neighbour"])
    return {
        "drafted_meeting": drafted,
        "sent_meeting": sent,
        "signed_meeting": signed,
        "draft_minutes": factories.MinutesFactory(meeting=drafted),
        "minutes": factories.MinutesFactory(meeting=sent, circulated_at=now),
        "signed_minutes": factories.MinutesFactory(meeting=signed, circulated_at=now),
        "invitation": invitation,
        "observer": factories.InvitationFactory(meeting=made["meeting"], region=made["other"], observes=True),
        "came": came,
        "attendee": factories.AttendeeFactory(invitation=came),
    }


MEETING, INVITATION = {"pk": "meeting.pk"}, {"pk": "invitation.pk"}
DRAFT, SENT, SIGNED = {"pk": "drafted_meeting.pk"}, {"pk": "sent_meeting.pk"}, {"pk": "signed_meeting.pk"}
REPLY = {"reply": "coming", "person-0-name": "钱八", "version": 1}
WORD = {"region": "neighbour.pk", "version": 1}
OBJECTION = WORD | {"note": "期限不对"}
TEXTS = {"title": "纪要", "text": "一、改过", "version": 1}


def _row(route, method, arguments, people, *, data=None, status=None):
    status = status or (200 if method == "get" else 302)
    return Row(f"meetings:{route}", method, arguments, data, default=404, expected=each(people, status))


PAGES = [
    _row("people", "get", MEETING, STAFF),
    _row("invite", "post", MEETING, CALLING, data={}),
    _row("invite_observer", "post", MEETING, CALLING, data={}, status=200),
    _row("reply", "get", INVITATION, REPLYING),
    _row("reply", "post", INVITATION, REPLYING, data=REPLY),
    _row("withdraw_invitation", "post", {"pk": "observer.pk"}, CALLING, data={}),
    _row("transcribe", "get", SENT, CALLING),
    _row("transcribe", "post", SENT, CALLING, data={"rest_present": "on"}),
    _row("sheet", "get", SENT, CALLING),
    _row("sign_in_pdf", "get", SENT, CALLING),
    _row("plates_pdf", "get", SENT, CALLING),
    _row("minutes", "get", SENT, STAFF),
    _row("draft_minutes", "post", {"pk": "held_meeting.pk"}, CALLING, data={}),
    _row("take_minutes", "post", DRAFT, CALLING, data={}),
    _row("renew_minutes", "post", DRAFT, CALLING, data={}, status=200),
    _row("release_minutes", "post", DRAFT, CALLING, data={}),
    _row("edit_minutes", "get", DRAFT, CALLING, status=302),
    _row("edit_minutes", "post", DRAFT, CALLING, data=TEXTS),
    _row("circulate_minutes", "post", DRAFT, CALLING, data={}),
    _row("sign_minutes", "post", SENT, SIGNING, data=WORD),
    _row("object_to_minutes", "post", SENT, SIGNING, data=OBJECTION),
    _row("issue_minutes", "post", SIGNED, CALLING, data={"version": 1}),
    _row("minutes_pdf", "get", SENT, READING),
    _row("minutes_docx", "get", SENT, READING),
    _row("minutes_docx", "get", DRAFT, DRAFT_READERS),
]


def _api(route, method, arguments, people, *, data=None):
    return Row(f"api:{route}", method, arguments, data, default=404, expected=each(people, 200))


PERSON = {"invitation": "came.pk", "name": "孙九"}
SPEAKING = each(SIGNING, 200) | {"own_reviewer": 400}  # who speaks for 荣昌, but not for 隆昌
MINUTES, UNSENT = {"pk": "minutes.pk"}, {"pk": "draft_minutes.pk"}

REST = [
    Row("api:invitation-list"),
    _api("invitation-detail", "get", INVITATION, STAFF),
    _api("invitation-reply", "post", INVITATION, REPLYING, data={"reply": "excused", "note": "防汛"}),
    Row("api:attendance-list"),
    _api("attendance-detail", "get", {"pk": "attendee.pk"}, READING),
    # Who is no staff does not see the invitation that the body names.
    Row("api:attendance-list", "post", data=PERSON, default=403,
        expected=each(CALLING, 201) | each(("nobody", "volunteer"), 400)),
    _api("attendance-presence", "post", {"pk": "attendee.pk"}, CALLING, data={"presence": "present"}),
    Row("api:minutes-list"),
    _api("minutes-detail", "get", MINUTES, READING),
    _api("minutes-detail", "get", UNSENT, DRAFT_READERS),
    _api("minutes-circulate", "post", UNSENT, CALLING, data={}),
    *(
        Row(f"api:minutes-{word}", "post", MINUTES, data, default=404, expected=SPEAKING)
        for word, data in (("sign", WORD), ("object", OBJECTION))
    ),
    _api("minutes-issue", "post", {"pk": "signed_minutes.pk"}, CALLING, data={"version": 1}),
    _api("minutes-pdf", "get", MINUTES, READING),
    _api("minutes-docx", "get", MINUTES, READING),
]  # fmt: skip

ROWS: list[Row] = [*PAGES, *REST]
