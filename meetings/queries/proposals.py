"""The best five days for a meeting, each with its reasons in words.

The rules are fixed and their weights stand here: the same rows give the same five days. Weekends, statutory holidays,
other days of rest and worked weekends are never proposed; what else speaks against a day only costs it points, so that
there are five days also in a crowded quarter, and each says what is wrong with it.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.workdays import Calendar, calendar
from meetings.models import JointMeeting
from meetings.models.meeting import HELD_STATES
from meetings.queries.company import touching
from venues.models import Venue
from venues.queries.free import free_spans

ONE_DAY = dt.timedelta(days=1)
COUNT = 5
IDEAL_BEFORE_END = 14  # days: late enough for the period's work to be reviewed, with time left to postpone
LEAST_BEFORE_END = 5
DAYS_WITHOUT_PERIOD = 90
DAYS_WHEN_OVERDUE = 42
USUAL_HOURS = (dt.time(9), dt.time(11, 30))
MEETINGS_REMEMBERED = 4

FROM_IDEAL = 40  # points of the ideal day; one less for each day away from it
FREE_HALL, TAKEN_HALL = 20, -60
TOUCHES_OTHERS = -80
NO_TIME_FOR_NOTICE, NO_TIME_FOR_CALL = -40, -10
SAME_WEEKDAY, MIDDLE_OF_WEEK = 8, 4
TOO_NEAR_THE_END = -15
BESIDE_HOLIDAY = -6
GUESS = -3
TUESDAY, THURSDAY = 1, 3


@dataclass(frozen=True)
class Reason:
    """``good``: speaks for the day."""

    text: str
    points: int = 0

    @property
    def good(self) -> bool:
        return self.points >= 0


@dataclass(frozen=True)
class Proposal:
    """``is_guess``: rests on a holiday table that is not published yet, and is looked at again when it is."""

    day: dt.date
    score: int
    reasons: tuple[Reason, ...]
    is_guess: bool

    @property
    def for_it(self) -> list[str]:
        return [reason.text for reason in self.reasons if reason.good]

    @property
    def against_it(self) -> list[str]:
        return [reason.text for reason in self.reasons if not reason.good]


@dataclass(frozen=True)
class Question:
    """What is known once about the meeting, however many days are judged."""

    meeting: JointMeeting
    today: dt.date
    first: dt.date
    last: dt.date
    working: Calendar
    taken: dict[dt.date, JointMeeting]
    weekday: int | None
    venue: Venue | None
    free: frozenset[dt.date]


def proposals(meeting: JointMeeting, venue: Venue | None = None, today: dt.date | None = None) -> list[Proposal]:
    """The best first; fewer than five only where the window has fewer working days. In a fixed number of queries."""
    today = today or timezone.localdate()
    first, last = window(meeting, today)
    working = calendar()
    days = [day for day in _days(first, last) if working.is_plain_working_day(day)]
    if not days:
        return []
    question = Question(
        meeting=meeting,
        today=today,
        first=first,
        last=last,
        working=working,
        taken=touching(meeting, first, last),
        weekday=_usual_weekday(meeting),
        venue=venue,
        free=_free_days(meeting, venue, days),
    )
    judged = [_judged(question, day) for day in days]
    return sorted(judged, key=lambda proposal: (-proposal.score, proposal.day))[:COUNT]


def window(meeting: JointMeeting, today: dt.date) -> tuple[dt.date, dt.date]:
    """From tomorrow, or from the period's beginning, to its end. A period that is over is made up for soon."""
    tomorrow = today + ONE_DAY
    if meeting.period_first is None or meeting.period_last is None:
        return tomorrow, today + dt.timedelta(days=DAYS_WITHOUT_PERIOD)
    if meeting.period_last < tomorrow:
        return tomorrow, today + dt.timedelta(days=DAYS_WHEN_OVERDUE)
    return max(tomorrow, meeting.period_first), meeting.period_last


def _days(first, last):
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def _usual_weekday(meeting):
    """On which the body met most often of late; None when it has not, or on worked weekends only."""
    rows = JointMeeting.objects.filter(body=meeting.body_id, state__in=HELD_STATES).exclude(pk=meeting.pk)
    rows = rows.exclude(precision=JointMeeting.Precision.MONTH).order_by("-starts_at", "-pk")
    latest = rows.values_list("starts_at", flat=True)[:MEETINGS_REMEMBERED]
    weekdays = [weekday for weekday in (timezone.localdate(moment).weekday() for moment in latest) if weekday < 5]
    return Counter(weekdays).most_common(1)[0][0] if weekdays else None


def _free_days(meeting, venue, days):
    """Days on which the hall is free in the meeting's hours, or in the usual ones; its own booking is no hindrance."""
    if venue is None:
        return frozenset()
    begins, ends = USUAL_HOURS
    if meeting.starts_at and meeting.ends_at:
        begins, ends = (timezone.localtime(moment).time() for moment in (meeting.starts_at, meeting.ends_at))
        begins, ends = (begins, ends) if begins < ends else USUAL_HOURS
    spans = [
        (timezone.make_aware(dt.datetime.combine(day, begins)), timezone.make_aware(dt.datetime.combine(day, ends)))
        for day in days
    ]
    return frozenset(timezone.localdate(begin) for begin, _end in free_spans(venue, spans, but=meeting.booking_id))


def _judged(question, day):
    reasons = tuple(reason for rule in RULES if (reason := rule(question, day)))
    return Proposal(day, sum(reason.points for reason in reasons), reasons, question.working.is_guess(day))


def _kind_of_day(question, day):
    if question.working.is_guess(day):
        return Reason(_("a weekday; the year's holidays are not published yet"), GUESS)
    return Reason(_("working day"))


def _place_in_period(question, day):
    """Two weeks before the period's end are ideal; without a period, or after it, the time that a call needs."""
    body = question.meeting.body
    if question.meeting.period_last is None or question.meeting.period_last < question.first:
        ideal = question.today + dt.timedelta(days=body.call_days)
        left = (day - question.today).days
        text = ngettext("%(days)d day from today", "%(days)d days from today", left) % {"days": left}
        return Reason(text, max(0, FROM_IDEAL - abs((day - ideal).days)))
    left = (question.last - day).days
    points = max(0, FROM_IDEAL - abs(left - IDEAL_BEFORE_END))
    return Reason(_before_end(body.cadence, left), points)


def _before_end(cadence, days):
    weeks, rest = divmod(days, 7)
    if not days:
        return _("the last day of the period")
    count, unit = (weeks, "week") if weeks and not rest else (days, "day")
    sentences = {
        ("quarter", "week"): ngettext(
            "%(count)d week before the quarter's end", "%(count)d weeks before the quarter's end", count
        ),
        ("quarter", "day"): ngettext(
            "%(count)d day before the quarter's end", "%(count)d days before the quarter's end", count
        ),
        ("half_year", "week"): ngettext(
            "%(count)d week before the half-year's end", "%(count)d weeks before the half-year's end", count
        ),
        ("half_year", "day"): ngettext(
            "%(count)d day before the half-year's end", "%(count)d days before the half-year's end", count
        ),
    }
    return sentences["half_year" if cadence == "half_year" else "quarter", unit] % {"count": count}


def _near_the_end(question, day):
    if question.meeting.period_last == question.last and (question.last - day).days < LEAST_BEFORE_END:
        return Reason(_("leaves no time to postpone within the period"), TOO_NEAR_THE_END)
    return None


def _hall(question, day):
    if question.venue is None:
        return None
    if day in question.free:
        return Reason(_("the chosen hall is free"), FREE_HALL)
    return Reason(_("the chosen hall is taken or closed"), TAKEN_HALL)


def _company(question, day):
    """Only days on which a meeting of the same people stands nearby say something; else a plain word that none does."""
    other = question.taken.get(day)
    if other is None:
        return Reason(_("touches no other meeting of the same people"))
    held = timezone.localdate(other.starts_at)
    params = {"body": other.body.name, "day": date_format(held, "SHORT_DATE_FORMAT")}
    if held == day:
        return Reason(_("the same people meet that day: %(body)s") % params, TOUCHES_OTHERS)
    return Reason(_("touches %(body)s on %(day)s") % params, TOUCHES_OTHERS)


def _time_ahead(question, day):
    body, left = question.meeting.body, (day - question.today).days
    if left < body.notice_days:
        text = ngettext(
            "less than %(days)d day for the notice", "less than %(days)d days for the notice", body.notice_days
        )
        return Reason(text % {"days": body.notice_days}, NO_TIME_FOR_NOTICE)
    if left < body.call_days:
        return Reason(_("a short time for the call for items"), NO_TIME_FOR_CALL)
    return Reason(_("time enough for the call for items"))


def _weekday(question, day):
    if question.weekday == day.weekday():
        return Reason(_("the weekday on which the body usually meets"), SAME_WEEKDAY)
    if question.weekday is None and TUESDAY <= day.weekday() <= THURSDAY:
        return Reason(_("in the middle of the week"), MIDDLE_OF_WEEK)
    return None


def _beside_holiday(question, day):
    working = question.working
    if working.holiday_on(day - ONE_DAY) or working.holiday_on(day + ONE_DAY):
        return Reason(_("next to a holiday"), BESIDE_HOLIDAY)
    return None


RULES = (
    _kind_of_day, _place_in_period, _near_the_end, _hall, _company, _time_ahead, _weekday, _beside_holiday,
)  # fmt: skip
