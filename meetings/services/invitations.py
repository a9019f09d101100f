"""Who is invited to a meeting, and what they answer until it begins."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Notice, Role, User
from accounts.services.notices import cancel_notices, owe_notices
from core.history import because
from meetings.models import Attendee, Invitation
from meetings.models.meeting import DATED_STATES
from meetings.queries.bodies import members_of
from meetings.services.steps import check_state, check_version, clean_text, lock

MOST_PEOPLE = 30
LONGEST_NOTE = 300
STILL_OPEN = (*DATED_STATES, "held", "minutes_drafted", "countersigned")
Reply, Presence = Invitation.Reply, Attendee.Presence


@transaction.atomic
def invite_members(*, actor, meeting):
    """An invitation for each member of that day; those that are there stay, also what they answered."""
    meeting = lock(meeting)
    check_state(meeting, *DATED_STATES)
    known = {row.region_id: row for row in meeting.invitations.select_for_update()}
    for region in members_of(meeting.body, timezone.localdate(meeting.starts_at)):
        row = known.get(region.pk) or Invitation(meeting=meeting, region=region)
        if row.pk is None or row.observes:
            row.observes = False
            _invite(row, actor)
    return list(meeting.invitations.select_related("region__province"))


@transaction.atomic
def invite_observer(*, actor, meeting, region):
    """A region that sits in on it: also on the day itself, and afterwards when it had come unannounced."""
    meeting = lock(meeting)
    check_state(meeting, *STILL_OPEN)
    row = meeting.invitations.filter(region=region).first()
    if row:
        return row
    if region in members_of(meeting.body, timezone.localdate(meeting.starts_at)):
        return _invite(Invitation(meeting=meeting, region=region), actor)
    return _invite(Invitation(meeting=meeting, region=region, observes=True), actor)


@transaction.atomic
def withdraw_invitation(*, actor, invitation):
    """Of a region that only observes, as long as nobody of it was noted as present."""
    meeting = lock(invitation.meeting)
    row = meeting.invitations.select_for_update().filter(pk=invitation.pk).first()
    if row is None:
        return
    if not row.observes:
        raise ValidationError(_("A member of the body stays invited; it can be excused."), code="member_stays_invited")
    if row.attendees.filter(presence=Presence.PRESENT).exists():
        raise ValidationError(_("Somebody of this region was present."), code="somebody_was_present")
    _withdraw_telling(row)
    with because("", actor=actor):
        row.attendees.all().delete()
        row.delete()


@transaction.atomic
def reply_invitation(*, actor, invitation, reply, people=(), note="", by_phone=False, version=None):
    """Coming, with who comes, or excused with a note. ``people``: name, rank, unit, stands_in_for of each.

    Changed as often as wanted until the meeting begins. ``by_phone``: the convener notes what the region said.
    """
    meeting = lock(invitation.meeting)
    row = Invitation.objects.select_for_update(of=("self",)).select_related("region").get(pk=invitation.pk)
    note = clean_text(note, field="note", needed=reply == Reply.EXCUSED, most=LONGEST_NOTE)
    people = [_cleaned(person) for person in people]
    if (row.reply, row.note, _people_of(row)) == (reply, note, people):
        return row
    check_version(row, version)
    _check_not_begun(meeting)
    _check_people(reply, people)
    row.reply, row.note, row.by_phone = reply, note, by_phone
    row.replied_by, row.replied_at, row.version = actor, timezone.now(), row.version + 1
    row.full_clean()
    with because(note, actor=actor):
        row.save()
        _set_people(row, people)
    return row


def ask_anew(*, actor, meeting, before, reason=""):
    """The meeting has left the day ``before``: nobody has replied for its new one. Called under the meeting's lock.

    The earlier replies stay in the history; who was named stays on the list, so that the form begins with them.
    """
    if before in (None, timezone.localdate(meeting.starts_at)):
        return
    for row in meeting.invitations.select_for_update(of=("self",)).select_related("region"):
        _withdraw_telling(row)
        row.reply, row.note, row.by_phone = Reply.NONE, "", False
        row.sent_at, row.version = timezone.now(), row.version + 1
        row.full_clean()
        with because(reason, actor=actor):
            row.save()
            row.attendees.exclude(presence=Presence.EXPECTED).update(presence=Presence.EXPECTED)
        _tell(row, meeting, "invitation_anew", f"{_key(row)}-{meeting.sequence}", before=before.isoformat())


def _withdraw_telling(row):
    """What was owed for the day that no longer holds, as far as nobody has seen it."""
    cancel_notices(kind="meeting_invitation", key=_key(row))
    keys = Notice.objects.filter(kind="invitation_anew", key__startswith=f"{_key(row)}-").values_list("key", flat=True)
    for key in set(keys):
        cancel_notices(kind="invitation_anew", key=key)


def _invite(row, actor):
    row.full_clean()
    with because("", actor=actor):
        row.save()
    if row.meeting.starts_at > timezone.now():
        _tell(row, row.meeting, "meeting_invitation", _key(row))
    return row


def _tell(row, meeting, kind, key, **params):
    """Who holds a post in the region that is to answer."""
    roles = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    params |= {"meeting": str(meeting), "region": str(row.region), "at": meeting.starts_at.isoformat()}
    to = list(User.objects.holding_today(*roles, regions=[row.region_id]))
    owe_notices(to=to, kind=kind, key=key, url=reverse("meetings:reply", args=[row.pk]), params=params)


def _key(row):
    return f"invitation-{row.pk}"


def _check_not_begun(meeting):
    if meeting.state not in DATED_STATES or meeting.starts_at <= timezone.now():
        raise ValidationError(
            _("The meeting has begun or is off: its sheet says who came, and the convener keeps it."),
            code="reply_is_late",
        )


def _check_people(reply, people):
    if reply not in (Reply.COMING, Reply.EXCUSED):
        raise ValidationError({"reply": ValidationError(_("Say whether you come."), code="reply_missing")})
    if reply == Reply.COMING and not people:
        raise ValidationError(_("Name at least one person who comes."), code="people_missing")
    if len(people) > MOST_PEOPLE:
        raise ValidationError(_("Name at most %(most)d people."), code="too_many_people", params={"most": MOST_PEOPLE})
    keys = [(person["name"], person["rank"]) for person in people]
    if len(set(keys)) < len(keys):
        raise ValidationError(_("A person with the same post stands on the list twice."), code="person_twice")


def _cleaned(person):
    fields = ("name", "rank", "unit", "stands_in_for")
    return {name: (person.get(name) or "").replace("\x00", "").strip() for name in fields}


def _people_of(invitation):
    rows = invitation.attendees.order_by("position", "pk")
    return list(rows.values("name", "rank", "unit", "stands_in_for"))


def _set_people(invitation, people):
    """Rows of people that stay keep their key; those no longer named go."""
    known = {(row.name, row.rank): row for row in invitation.attendees.select_for_update()}
    presence = Presence.EXCUSED if invitation.reply == Reply.EXCUSED else Presence.EXPECTED
    for position, person in enumerate(people, start=1):
        row = known.pop((person["name"], person["rank"]), None) or Attendee(invitation=invitation)
        for name, value in person.items():
            setattr(row, name, value)
        row.role, row.presence, row.position = role_in(invitation, row.stands_in_for), presence, position
        row.full_clean()
        row.save()
    for row in known.values():
        row.delete()


def role_in(invitation, stands_in_for):
    """An observer remains one, also in another's place."""
    if invitation.observes:
        return Attendee.Role.OBSERVER
    return Attendee.Role.DELEGATE if stands_in_for else Attendee.Role.MEMBER
