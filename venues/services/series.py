"""Series: the days of a rule, and a booking of its own for each. Nothing is half asked for unless one says so."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workdays import calendar as working_calendar
from venues.models import Booking, BookingSeries
from venues.services import rooms
from venues.services.booking import cancel_booking, move_booking, request_booking, withdraw_booking
from venues.services.steps import State

MOST_DATES = 200
ONE_DAY = dt.timedelta(days=1)
OPEN = (State.REQUESTED, State.AGREED)
# What is asked for on every date alike: when it is wrong, that is no fault of any date.
CONTENT = frozenset({"title", "note", "purpose", "people", "borrower", "borrower_region", "borrower_unit"})
Failure = tuple[dt.date, ValidationError]


@dataclass(frozen=True)
class SeriesOutcome:
    """``series`` is None when nothing was asked for: because some dates failed, and ``partly`` was not said."""

    series: BookingSeries | None
    bookings: list[Booking]
    failures: list[Failure]


def days_of(series: BookingSeries) -> Iterator[dt.date]:
    """The days of the rule, in order. Weeks are counted from the one of the first day, months from its month."""
    day = series.first_day
    working = working_calendar() if series.skip_holidays else None
    while day <= series.last_day:
        skipped = working and working.holiday_on(day)
        if day.weekday() in series.weekdays and _in_turn(series, day) and not skipped:
            yield day
        day += ONE_DAY


def _in_turn(series, day):
    if series.every == BookingSeries.Every.WEEK:
        monday = series.first_day - series.first_day.weekday() * ONE_DAY
        return (day - monday).days // 7 % series.interval == 0
    months = (day.year - series.first_day.year) * 12 + day.month - series.first_day.month
    if months % series.interval:
        return False
    if series.ordinal == -1:
        return day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == series.ordinal


def request_series(
    *, actor, venue, every, interval, weekdays, ordinal, skip_holidays, first_day, last_day, starts, ends, partly=False,
    **content,
):  # fmt: skip
    """Ask for the venue on each day of the rule, from ``starts`` to ``ends``; ``content`` as in ``request_booking``.

    When some dates fail nothing is asked for, and the outcome says which and why; with ``partly`` the others are.
    What is wrong with the content is raised, once for all dates.
    """
    series = BookingSeries(
        every=every, interval=interval, weekdays=sorted(set(weekdays)), ordinal=ordinal, skip_holidays=skip_holidays,
        first_day=first_day, last_day=last_day, created_by=actor,
    )  # fmt: skip
    series.full_clean()
    days = list(_checked(series))
    with transaction.atomic():
        series.save()
        bookings, failures = _each(days, lambda day: _ask(series, day, (starts, ends), venue=venue, **content))
        if failures and (not partly or not bookings):
            transaction.set_rollback(True)
            return SeriesOutcome(None, [], failures)
    return SeriesOutcome(series, bookings, failures)


def _checked(series):
    if series.last_day - series.first_day > dt.timedelta(days=3 * 366):
        message = _("A series lasts three years at most.")
        raise ValidationError({"last_day": ValidationError(message, code="series_too_long")})
    days = list(days_of(series))
    if not days:
        raise ValidationError(_("No day fits this rule. Look at the weekdays and the two ends."), code="series_empty")
    if len(days) > MOST_DATES:
        raise ValidationError(
            _("These are %(count)d dates; a series has at most %(most)d. End it earlier."),
            code="series_too_long",
            params={"count": len(days), "most": MOST_DATES},
        )
    return days


def _ask(series, day, times, **content):
    starts_at, ends_at = _moments(day, *times)
    return request_booking(actor=series.created_by, starts_at=starts_at, ends_at=ends_at, series=series, **content)


def _moments(day, starts, ends):
    return tuple(timezone.make_aware(dt.datetime.combine(day, time)) for time in (starts, ends))


def _each(rows, act) -> tuple[list[Any], list[Failure]]:
    """Do it for each, for itself: what is refused is kept with its day and leaves nothing behind.

    A refusal that has nothing to do with the day is raised at once.
    """
    done, failed = [], []
    for row in rows:
        try:
            with transaction.atomic():
                done.append(act(row))
        except ValidationError as error:
            if hasattr(error, "error_dict") and error.error_dict.keys() <= CONTENT:
                raise
            day = row if isinstance(row, dt.date) else timezone.localdate(row.starts_at)
            failed.append((day, error))
    return done, failed


@transaction.atomic
def change_series(*, actor, booking, which, starts, ends):
    """Other times for ``which``: one, following, or all that are to come. All of them, or none and the reasons."""
    rows = _of_series(booking, which, (*OPEN, State.APPROVED))

    def change(row):
        starts_at, ends_at = _moments(timezone.localdate(row.starts_at), starts, ends)
        return move_booking(actor=actor, booking=row, starts_at=starts_at, ends_at=ends_at)

    changed, failures = _each(rows, change)
    if failures:
        raise ValidationError(
            _("Nothing was changed, because some dates cannot be: %(days)s"),
            code="series_partly_blocked",
            params={"days": "; ".join(f"{day:%Y-%m-%d} {' '.join(error.messages)}" for day, error in failures)},
        )
    return changed


@transaction.atomic
def cancel_series(*, actor, booking, which, reason):
    """Withdraw what is still open and cancel what was approved, of ``which``: one, following, or all to come."""
    ended = []
    for row in _of_series(booking, which, (*OPEN, State.APPROVED)):
        end = cancel_booking if row.state == State.APPROVED else withdraw_booking
        ended.append(end(actor=actor, booking=row, reason=reason))
    return ended


def _of_series(booking, which, states):
    """Bookings of the series that are to come; the one itself whatever its day. Their wholes are held."""
    if which == "one" or booking.series_id is None:
        rows = Booking.objects.filter(pk=booking.pk)
    else:
        rows = Booking.objects.filter(series=booking.series_id, starts_at__gt=timezone.now())
        if which == "following":
            rows = rows.filter(starts_at__gte=booking.starts_at)
    rows = rows.filter(state__in=states).select_related("venue").order_by("starts_at", "pk")
    rooms.hold(*(row.venue for row in rows))  # all at once, in the order that everybody keeps
    return list(rows.all())
