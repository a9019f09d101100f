"""What members say to the minutes, and their issue with a number that no other issue of the body has."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from core.history import because
from meetings.models import Body, Countersignature, MeetingState, Minutes
from meetings.papers.document_number import normalised
from meetings.queries.bodies import host_on
from meetings.queries.countersigning import answer_due, in_the_way, signers, words_on
from meetings.services.steps import check_state, check_version, clean_text, lock, move

LONGEST_OBJECTION = 1000
WAITING = (MeetingState.MINUTES_DRAFTED, MeetingState.COUNTERSIGNED)
Verdict = Countersignature.Verdict


@transaction.atomic
def sign_minutes(*, actor, minutes, region, version):
    """A member agrees to the minutes as they stand in ``version``. With the last one they are countersigned."""
    row = _lock_circulated(minutes, region, version)
    _give(row, region, actor, verdict=Verdict.SIGNED, note="")
    if row.meeting.state == MeetingState.MINUTES_DRAFTED and all(word.signed for word in words_on(row)):
        move(row.meeting, to=MeetingState.COUNTERSIGNED, actor=actor)
    return row


@transaction.atomic
def object_to_minutes(*, actor, minutes, region, version, note):
    """A member says what is wrong. Also one that had signed, until they are issued."""
    note = clean_text(note, field="note", most=LONGEST_OBJECTION)
    row = _lock_circulated(minutes, region, version)
    if _give(row, region, actor, verdict=Verdict.OBJECTED, note=note):
        if row.meeting.state == MeetingState.COUNTERSIGNED:
            move(row.meeting, to=MeetingState.MINUTES_DRAFTED, actor=actor)
        key = f"minutes-{row.pk}-{row.version}-{region.pk}"
        _tell(row, "minutes_objected", _callers(row.meeting), key, region=str(region), note=note)
    return row


@transaction.atomic
def issue_minutes(*, actor, minutes, version=None, document_number="", despite=""):
    """Give them the body's next number and today's day.

    Every member has countersigned; or ``despite`` says why they are issued although some objected, or said nothing
    in the working days that they had.
    """
    meeting = lock(minutes.meeting)
    row = _locked(minutes, meeting)
    if row.issued_on and meeting.state == MeetingState.ISSUED:
        return row
    check_state(meeting, *WAITING)
    check_version(row, version)
    if meeting.state != MeetingState.COUNTERSIGNED:
        row.despite = _check_may_overrule(row, despite)
    Body.objects.select_for_update(of=("self",)).get(pk=row.body_id)  # one issue of a body at a time
    highest = Minutes.objects.filter(body=row.body_id).aggregate(highest=Max("issue_number"))["highest"] or 0
    row.issue_number, row.issued_on = highest + 1, timezone.localdate()
    row.document_number = _number(document_number)
    row.editing_by = row.editing_until = None
    row.full_clean()
    with because(row.despite, actor=actor):
        row.save()
    move(meeting, to=MeetingState.ISSUED, actor=actor, reason=row.despite)
    _tell(row, "minutes_issued", _members(row), f"minutes-{row.pk}-issued", issue=str(row.issue_number))
    return row


def ask_for_words(row, actor):
    """Of every member, on the version that stands now. The caller holds the lock."""
    row.circulated_at = timezone.now()
    with because("", actor=actor):
        row.save(update_fields=["circulated_at"])
    codes = [region.pk for region in signers(row)]
    people = User.objects.holding_today(Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE, regions=codes)
    _tell(row, "minutes_to_sign", people, f"minutes-{row.pk}-{row.version}", due=answer_due(row).isoformat())


def _locked(minutes, meeting):
    row = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    row.meeting = meeting
    return row


def _lock_circulated(minutes, region, version):
    meeting = lock(minutes.meeting)
    row = _locked(minutes, meeting)
    if row.circulated_at is None:
        raise ValidationError(_("The minutes have not been sent to the members yet."), code="not_circulated")
    check_state(meeting, *WAITING)
    check_version(row, version)
    if region not in signers(row):
        raise ValidationError(
            _("%(region)s was no member on the day of the meeting."), code="not_a_member", params={"region": region}
        )
    return row


def _give(row, region, actor, *, verdict, note):
    """True when that is news."""
    given = row.countersignatures.filter(region=region, version=row.version).first()
    if given and (given.verdict, given.note) == (verdict, note):
        return False
    given = given or Countersignature(minutes=row, region=region, version=row.version)
    given.verdict, given.note, given.signed_by, given.signed_at = verdict, note, actor, timezone.now()
    given.full_clean()
    with because(note, actor=actor):
        given.save()
    return True


def _check_may_overrule(row, despite):
    """The reason, when what stands in the way can be overruled by one."""
    if row.circulated_at is None:
        raise ValidationError(_("The minutes have not been sent to the members yet."), code="not_circulated")
    objected, silent = in_the_way(words_on(row))
    due = answer_due(row)
    if silent and timezone.localdate() <= due:
        raise ValidationError(
            _("%(regions)s have until %(due)s to countersign."),
            code="members_still_have_time",
            params={"regions": "、".join(str(word.region) for word in silent), "due": due.isoformat()},
        )
    if not despite.strip():
        raise ValidationError(
            _("%(regions)s have not countersigned. Answer their objections, or say why they are issued nevertheless."),
            code="not_countersigned",
            params={"regions": "、".join(str(word.region) for word in (*objected, *silent))},
        )
    return clean_text(despite, field="despite")


def _number(text):
    if not text.strip():
        return ""
    try:
        return normalised(text)
    except ValueError as error:
        message = _("A document number looks like 川府函〔2022〕95号.")
        raise ValidationError({"document_number": ValidationError(message, code="bad_document_number")}) from error


def _callers(meeting):
    """Those who call the body's meetings today, and those who called this one."""
    hosts = {region.pk for region in (host_on(meeting.body, timezone.localdate()), meeting.host) if region}
    return _staff(hosts)


def _members(row):
    return _staff({region.pk for region in signers(row)})


def _staff(codes):
    roles = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    return User.objects.holding_today(*roles, regions=codes)


def _tell(row, kind, people, key, **params):
    params = {"meeting": str(row.meeting), **params}
    url = reverse("meetings:minutes", args=[row.meeting_id])
    owe_notices(to=list(people), kind=kind, key=key, url=url, params=params)
