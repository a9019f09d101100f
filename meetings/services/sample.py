"""Two years of meetings for the demo, held, put off and missed by a clock that is set back. Never in production.

Everything goes through the services that people use, each step at its time; only the history's own stamps say today.
"""

import csv
import datetime as dt
import io
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from accounts.models import Notice, Role, User
from belts.models import Region
from core import clock
from core.workdays import calendar
from meetings.models import JointMeeting, Resolution
from meetings.services import (
    agenda,
    attendance,
    countersigning,
    deciding,
    doing,
    evidence,
    invitations,
    life,
    minutes,
    planning,
    resolutions,
)  # fmt: skip
from meetings.services.expecting import expect_meetings, find_missed
from meetings.services.handover import owe_handovers
from meetings.services.sample_handovers import hand_over_past, moment_of, somebody, terms_over

DATA = Path(__file__).resolve().parent.parent / "data"
NAMESPACE = uuid.UUID("0d9f7e0b-4b53-4f6e-8a57-0c1f7c1f2a4e")
DAY = dt.timedelta(days=1)
PLANNED_AHEAD, MEETS_IN = 40 * DAY, 60 * DAY  # before the meeting; after its period began
RECENT = 14 * DAY
TOPICS = ("通报上季度联合文明实践情况", "商定下季度联合宣讲与文化活动安排")
PEOPLE = (("样例·甲", "常务副部长"), ("样例·乙", "副部长"))


def load_history() -> int:
    """How many meetings were given a past or a plan; a second run finds them and changes nothing."""
    expect_meetings()
    office = User.objects.holding_today(Role.CORRIDOR_OFFICE).order_by("pk").first()
    done, rows = 0, list(_rows("sample_meetings.csv"))
    for year in range(int(min(row["period"] for row in rows)[:4]), timezone.localdate().year + 1):
        done += sum(_past(row, office) for row in rows if row["period"].startswith(str(year)))
        _year_over(year, office)
    find_missed()
    for row in _rows("sample_resolutions.csv"):
        _decided(row)
    done += _to_come(office)
    owe_handovers()
    _settle_notices()
    return done


@transaction.atomic
def _year_over(year, office):
    """What was missed in it, what was done by its end, and the handovers of those who convened in it."""
    terms = terms_over(year)
    if not terms:
        return
    with clock.set_to(_at(terms[0].until)):
        find_missed()
    for term in sorted(terms, key=moment_of):
        moment = moment_of(term)
        for row in _rows("sample_resolutions.csv"):
            found = Resolution.objects.filter(form_key=_key(row)).first()
            if found and _decided_at(found) < moment:
                _decided(row)
        hand_over_past(term, office)


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _meeting(row):
    rows = JointMeeting.objects.select_related("body__belt")
    return rows.filter(body=row["body"], period=row["period"]).first()


@transaction.atomic
def _past(row, office):
    """One meeting of a period that is over; what somebody has touched stays."""
    meeting = _meeting(row)
    if meeting is None or meeting.state != "expected" or meeting.period_last >= timezone.localdate():
        return 0
    if row["fate"] == "missed":
        return 1
    day = _working_day(max(meeting.period_first + MEETS_IN, meeting.body.since + 25 * DAY))
    with clock.set_to(max(_at(day - PLANNED_AHEAD), _at(meeting.body.since))):
        meeting = _plan(office, meeting, day)
    if row["fate"] == "late":
        with clock.set_to(_at(day - 5 * DAY)):
            life.postpone_meeting(actor=office, meeting=meeting, reason=row["reason"])
            day = _working_day(meeting.period_last + 20 * DAY)
            meeting = _plan(office, meeting, day, reason=row["reason"])
    if row["fate"] == "merged":
        into = JointMeeting.objects.filter(body=meeting.body, period_first__gt=meeting.period_last)
        with clock.set_to(_at(day - 5 * DAY)):
            into = into.order_by("period_first").first()
            life.merge_meeting(actor=office, meeting=meeting, into=into, reason=row["reason"])
        return 1
    _hold(office, meeting, day)
    return 1


def _plan(office, meeting, day, reason=""):
    return planning.plan_meeting(
        actor=office, meeting=meeting, starts_at=_at(day), ends_at=_at(day, 11), place="行政中心会议室（样例）",
        reason=reason,
    )  # fmt: skip


def _hold(office, meeting, day):
    """Agenda, invitations, the day itself, and minutes that everybody countersigns."""
    with clock.set_to(_at(day - 20 * DAY)):
        life.open_agenda(actor=office, meeting=meeting)
        for title in TOPICS:
            agenda.add_item(actor=office, meeting=meeting, title=title)
        invited = invitations.invite_members(actor=office, meeting=meeting)
    with clock.set_to(_at(day - 9 * DAY)):
        life.lock_agenda(actor=office, meeting=meeting)
        life.send_notice(actor=office, meeting=meeting)
        for number, invitation in enumerate(invited):
            name, rank = PEOPLE[number % len(PEOPLE)]
            invitations.reply_invitation(
                actor=office, invitation=invitation, reply="coming", by_phone=True,
                people=[{"name": name, "rank": rank, "unit": f"{invitation.region}委宣传部"}],
            )  # fmt: skip
    with clock.set_to(_at(day, 12)):
        attendance.transcribe_sheet(actor=office, meeting=meeting, presences={}, rest_present=True)
        life.record_held(actor=office, meeting=meeting)
    with clock.set_to(_at(day + 2 * DAY)):
        for row in _rows("sample_resolutions.csv"):
            if (row["body"], row["period"]) == (meeting.body_id, meeting.period):
                _make(office, meeting, row, day)
        _minutes(office, meeting)


def _make(office, meeting, row, day):
    regions = Region.objects.in_bulk(filter(None, (row["lead"], row["counterpart"])))
    resolutions.make_resolution(
        actor=office, meeting=meeting, text=row["text"], lead=regions[row["lead"]],
        counterpart=regions.get(row["counterpart"]), due_on=day + int(row["days"]) * DAY, form_key=_key(row),
    )  # fmt: skip


def _minutes(office, meeting):
    text = minutes.draft_minutes(actor=office, meeting=meeting)
    text = minutes.circulate_minutes(actor=office, minutes=text)
    for invitation in meeting.invitations.select_related("region"):
        countersigning.sign_minutes(actor=office, minutes=text, region=invitation.region, version=text.version)
    countersigning.issue_minutes(actor=office, minutes=text)


@transaction.atomic
def _decided(row):
    """What became of a resolution: its doers report, the other side confirms, each a week before it was due."""
    found = Resolution.objects.filter(form_key=_key(row)).select_related("meeting").first()
    doer, confirmer = somebody(row["lead"]), somebody(row["counterpart"])
    if found is None or found.steps.count() > 1 or row["ends"] == "open" or doer is None:
        return
    with clock.set_to(_decided_at(found)):
        doing.report_progress(actor=doer, resolution=found, text="已商定方案，正在组织实施。", percent=60)
        if row["ends"] == "progress":
            return
        evidence.add_evidence(actor=doer, resolution=found, upload=_photo(found.pk))
        doing.report_done(actor=doer, resolution=found, text="已完成，附现场照片。")
        if row["ends"] == "closed" and confirmer:
            deciding.close_resolution(actor=confirmer, resolution=found, text="情况属实，同意销号。")


def _decided_at(resolution):
    return min(_at(resolution.due_on - 7 * DAY), timezone.now() - 2 * DAY)


def _photo(number):
    """A plain square, each of another shade: two files that are the same are one."""
    body = io.BytesIO()
    Image.new("RGB", (320, 240), (160, 40, 40 + number % 200)).save(body, "PNG")
    return ContentFile(body.getvalue(), name="现场照片（样例）.png")


@transaction.atomic
def _to_come(office):
    """This period's meetings, where there is time for one: with an open agenda, planned, or still to be planned."""
    today, done = timezone.localdate(), 0
    current = JointMeeting.objects.filter(state="expected", period_first__lte=today, period_last__gte=today)
    for meeting in current.exclude(body__in=("central", "east")).select_related("body__belt").order_by("pk"):
        day = _working_day(today + 17 * DAY)
        if day > meeting.period_last:
            continue
        planned = _plan(office, meeting, day)
        if planned.body_id == "south":
            life.open_agenda(actor=office, meeting=planned)
            invitations.invite_members(actor=office, meeting=planned)
            asks = Region.objects.get(pk="511083")
            agenda.propose_item(
                actor=somebody(asks.pk),
                meeting=planned,
                region=asks,
                title="共用宣讲师资库",
                form_key=_key({"id": "item"}),
            )
        done += 1
    return done


def _settle_notices():
    """What the set-back clock owed long ago was read long ago: nobody is mailed about it now."""
    old = Notice.objects.filter(
        kind__regex="^(meeting|minutes|resolution|handover)", due_at__lt=timezone.now() - RECENT
    )
    old.filter(read_at=None).update(read_at=timezone.now(), mail_at=None)


def _working_day(day):
    days = calendar()
    while not days.is_plain_working_day(day):
        day += DAY
    return day


def _at(day, hour=9):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 30)))


def _key(row):
    return uuid.uuid5(NAMESPACE, "|".join(row.values()))
