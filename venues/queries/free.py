"""Free and taken: which venues are free at a time, when one is free next, and what calendars show of it."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField, DecimalRangeField
from django.db.models import Aggregate, BigIntegerField, BooleanField, F, Func, Subquery, Value
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dated import start_of
from venues.models import Booking, Closure, Venue
from venues.models.booking import BLOCKING_STATES
from venues.queries.limits import buffers
from venues.queries.opening import not_open, opening_of

STEP = dt.timedelta(minutes=30)
DAYS_SEARCHED = 14
ONE_DAY = dt.timedelta(days=1)
SHOWN = (*BLOCKING_STATES, "requested", "agreed")


@dataclass(frozen=True)
class Block:
    """What stands in a calendar. Without a state and an address for who may not see whose it is."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    kind: str  # booking, taken, closed
    title: str
    state: str = ""
    label: str = ""
    url: str = ""
    tone: str = ""
    booking: int | None = None


def plan(venue, first, last, user):
    """Blocks of what shares room with the venue, from the first to the last day: bookings and closures.

    Open requests are shown to who may see them; to everybody else a booking is only time that is taken, set-up and
    clean-up included.
    """
    begin, end = start_of(first), start_of(last + ONE_DAY)
    during = (begin, end)
    rows = Booking.objects.overlapping(venue.space, during).filter(state__in=SHOWN)
    seen = set(rows.visible_to(user).values_list("pk", flat=True))
    blocks = [
        _own(row) if row.pk in seen else _foreign(row)
        for row in rows.select_related("venue")
        if row.pk in seen or row.state in BLOCKING_STATES
    ]
    for closure in Closure.objects.filter(space__overlap=venue.space, during__overlap=during).select_related("venue"):
        blocks.append(_closed(closure))
    return sorted(blocks, key=lambda block: (block.starts_at, block.ends_at))


def _closed(closure):
    return Block(
        closure.during.lower, closure.during.upper, "closed", f"{closure.venue}: {closure.reason}",
        label=pgettext("a venue", "closed"), tone="late",
    )  # fmt: skip


def _own(row):
    return Block(
        row.starts_at, row.ends_at, "booking", row.title, state=row.state, label=row.get_state_display(),
        url=row.get_absolute_url(), booking=row.pk,
    )  # fmt: skip


def _foreign(row):
    words = pgettext("a venue", "taken")
    return Block(row.during.lower, row.during.upper, "taken", _("Taken"), label=words, tone="warn")


def free_venues(user, *, starts_at, ends_at):
    """Venues that the user sees and that nobody has in that time."""
    return free_of(Venue.objects.visible_to(user), starts_at, ends_at).select_related("region")


def free_of(rows, starts_at, ends_at):
    """Of ``rows`` those that nobody has in that time: bookable, there, open, not closed."""
    days = [timezone.localdate(moment) for moment in (starts_at, ends_at)]
    rows = rows.filter(bookable=True).on(days[0]).on(days[1])
    venues = rows.order_by().values_list("pk", "open_on_holidays", named=True)
    shut = not_open(venues, starts_at, ends_at)
    rows = without_taken(rows, starts_at, ends_at)
    return rows.filter(~OneOf("pk", shut)) if shut else rows


def without_taken(rows, starts_at, ends_at):
    """``rows`` of venues less those of which somebody has a part, the whole or the thing itself, or that are closed.

    Buffers of a booking to be are left out of account: approval asks with them. What is taken is gathered once and
    compared by search: beside thousands of bookings, asking for each venue anew takes seconds.
    """
    during = (starts_at, ends_at)
    had = Booking.objects.filter(during__overlap=during, state__in=BLOCKING_STATES)
    closed = Closure.objects.filter(during__overlap=during)
    return rows.filter(~SharesRoom("space", room_of(had)), ~SharesRoom("space", room_of(closed)))


def room_of(rows):
    """All room of these bookings or closures, as one multirange; NULL of none."""
    together = rows.order_by().annotate(all=Value(1)).values("all").annotate(room=RoomOf("space"))
    return Subquery(together.values("room"))


class RoomOf(Aggregate):
    function = "RANGE_AGG"
    output_field = DecimalRangeField()


class SharesRoom(Func):
    """Whether a range and a multirange overlap; with nothing they do not."""

    template = "COALESCE(%(expressions)s, false)"
    arg_joiner = " && "
    output_field = BooleanField()


class OneOf(Func):
    """Whether a key is one of many, which travel as one array."""

    template = "(%(expressions)s)"
    arg_joiner = " = ANY"
    output_field = BooleanField()

    def __init__(self, field, keys):
        super().__init__(F(field), Value(keys, output_field=ArrayField(BigIntegerField())))


def next_free_times(venue, starts_at, ends_at, count=3):
    """Up to ``count`` pairs of moments, as long as what is asked for, from its start on, within two weeks."""
    length, begin = ends_at - starts_at, max(starts_at, timezone.now())
    opening, around = opening_of(venue), buffers(venue)
    before, after = (dt.timedelta(minutes=around[name]) for name in ("setup_minutes", "cleanup_minutes"))
    until = begin + DAYS_SEARCHED * ONE_DAY
    shut = _shut(venue, begin - before, until + length + after)
    found, moment = [], _rounded(begin)
    while moment < until and len(found) < count:
        blocker = next((end for start, end in shut if start < moment + length + after and moment - before < end), None)
        if blocker is not None:
            moment = _rounded(max(blocker + before, moment + STEP))
        elif opening.holds(moment, moment + length) and venue.holds_on(timezone.localdate(moment)):
            found.append((moment, moment + length))
            moment += max(length, STEP)
            moment = _rounded(moment)
        else:
            moment += STEP
    return found


def free_spans(venue, spans, *, but=None):
    """Those of ``spans`` (pairs of moments) in which the venue is there, open, and nobody has it; in a fixed number of
    queries. ``but`` is the id of a booking that does not count, for whoever would move it.
    """
    if not spans or not venue.bookable:
        return []
    opening, around = opening_of(venue), buffers(venue)
    before, after = (dt.timedelta(minutes=around[name]) for name in ("setup_minutes", "cleanup_minutes"))
    shut = _shut(venue, min(spans)[0] - before, max(end for _begin, end in spans) + after, but=but)
    return [
        (begin, end)
        for begin, end in spans
        if not any(start < end + after and begin - before < stop for start, stop in shut)
        and venue.holds_on(timezone.localdate(begin))
        and opening.holds(begin, end)
    ]


def _shut(venue, begin, end, *, but=None):
    """Pairs of moments in which nobody else can have it, in order."""
    during = (begin, end)
    had = Booking.objects.overlapping(venue.space, during).blocking().exclude(pk=but).values_list("during", flat=True)
    closed = Closure.objects.filter(space__overlap=venue.space, during__overlap=during)
    spans = [*had, *closed.values_list("during", flat=True)]
    return sorted((span.lower, span.upper) for span in spans)


def _rounded(moment):
    """Up to the next half hour."""
    over = dt.timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not over else moment - over + STEP


def time_in_words(begin, end):
    return "–".join(time_format(timezone.localtime(moment), "H:i") for moment in (begin, end))
