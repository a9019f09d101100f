"""Bookings that wait for an answer, with what helps to give it."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from venues.models import Booking
from venues.models.booking import BLOCKING_STATES

WAITING = ("requested", "agreed")
ORDER = ("state_since", "pk")
# Asked for by the venue's own county, or agreed to by the county that asks: its manager decides.
DECIDABLE = Q(state="agreed") | Q(state="requested", borrower_region=F("venue__region"))


def complete(rows):
    """What lines and pages of bookings show, in one query."""
    return rows.select_related("venue__region", "borrower_region", "borrower_unit", "requested_by")


def to_decide(user):
    """Asked of this manager's venues, each with its conflicts; the waiting list has its own order."""
    rows = Booking.objects.visible_to(user).decidable_by(user).filter(DECIDABLE, waits_since=None)
    return with_conflicts(complete(rows))


def to_agree(user):
    """Asked for by the reviewer's own county, of a venue of another one; also what waits, else it is never offered."""
    rows = Booking.objects.visible_to(user).agreeable_by(user).filter(state="requested")
    return with_conflicts(complete(rows.exclude(borrower_region=F("venue__region"))))


def asked_by(user):
    """What the user's county has asked for and has no final answer to."""
    rows = Booking.objects.visible_to(user).manageable_by(user).filter(state__in=(*WAITING, "offered"))
    return with_conflicts(complete(rows))


def with_conflicts(rows):
    """``taken_beside``: bookings that nobody else can have beside them; ``asked_beside``: other open requests."""
    beside = Booking.objects.filter(space__overlap=OuterRef("space"), during__overlap=OuterRef("during"))
    beside = beside.exclude(pk=OuterRef("pk")).order_by()
    return rows.annotate(
        taken_beside=_count(beside.filter(state__in=BLOCKING_STATES)),
        asked_beside=_count(beside.filter(state__in=WAITING)),
    )


def _count(rows):
    counted = rows.annotate(one=F("pk") * 0).values("one").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


MOST_SHOWN = 50


def beside(booking, user):
    """Others that want or have that time: those that the user sees, and how many more there are."""
    others = Booking.objects.overlapping(booking.space, booking.during).exclude(pk=booking.pk)
    others = others.filter(state__in=(*BLOCKING_STATES, *WAITING))
    seen = list(complete(others.visible_to(user)).order_by("starts_at", "pk")[:MOST_SHOWN])
    return {"seen": seen, "unseen": others.count() - others.visible_to(user).count()}


def place_in_queue(booking):
    """How many were on the waiting list for that time before it, plus one; None for what is not on it."""
    if booking.waits_since is None or booking.state not in WAITING:
        return None
    waiting = Booking.objects.overlapping(booking.space, booking.during).filter(state__in=WAITING)
    earlier = Q(waits_since__lt=booking.waits_since) | Q(waits_since=booking.waits_since, pk__lt=booking.pk)
    return waiting.filter(earlier).count() + 1
