"""The work that bookings make: to agree, to decide, to answer, to record."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.work import WorkItem
from venues.models import Booking
from venues.queries import asked
from venues.queries.free import time_in_words
from venues.queries.steps import borrowing, deciding

MOST = 20


def work_for(user: Any) -> Iterable[WorkItem]:
    """At most a handful of queries, none for who has nothing to do with venues."""
    reach = user.reach
    if reach.reviewing:
        rows = asked.to_agree(user).exclude(requested_by=user).filter(starts_at__gt=timezone.now())
        yield from (_item(row, _("Agree to borrow: %(title)s"), _("Look at it")) for row in _first(rows))
    if reach.reviewing or reach.managing or reach.managed_units:
        rows = asked.to_decide(user).filter(starts_at__gt=timezone.now())
        yield from (_item(row, _("Asked of your venue: %(title)s"), _("Answer")) for row in _first(rows))
        over = deciding(user).filter(state="approved", ends_at__lte=timezone.now())
        yield from (_item(row, _("Was it held? %(title)s"), _("Note it")) for row in _first(asked.complete(over)))
    if reach.counties or reach.managing:
        offers = asked.complete(borrowing(user).filter(state="offered"))
        yield from (_offer(row) for row in _first(offers))


def _first(rows):
    return rows.order_by("state_since", "pk")[:MOST]


def _item(booking: Booking, title: str, action: str) -> WorkItem:
    """To be done before the day; what is over was to be done on it."""
    day = timezone.localdate(booking.starts_at)
    before = day if booking.ends_at <= timezone.now() else day - dt.timedelta(days=1)
    return WorkItem(
        title=title % {"title": booking.title},
        url=booking.get_absolute_url(),
        action=action,
        detail=_details(booking),
        since=booking.state_since,
        due=before,
    )


def _offer(booking: Booking) -> WorkItem:
    return WorkItem(
        title=_("Free for you: %(venue)s") % {"venue": booking.venue},
        url=booking.get_absolute_url(),
        action=_("Accept or decline"),
        detail=_details(booking),
        since=booking.state_since,
        due=timezone.localdate(booking.answer_by),
    )


def _details(booking: Booking) -> str:
    day = date_format(timezone.localtime(booking.starts_at), "DATE_FORMAT")
    times = time_in_words(booking.starts_at, booking.ends_at)
    return f"{booking.venue} · {day} {times} · {booking.borrower_region}"
