"""What must hold for a time in a venue, asked when it is requested and again when it is approved."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.models import Booking, Limit
from venues.models.booking import BLOCKING_STATES, OPEN_STATES
from venues.queries.free import next_free_times, time_in_words
from venues.queries.limits import limits_for
from venues.queries.opening import closed_by, is_open

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


LONGEST = dt.timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2099


def check_times(starts_at, ends_at):
    """Asked before anything is worked out from the two moments: what is far off would cost time, or overflow."""
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (starts_at, ends_at)):
        raise ValidationError(_("The day lies between 2000 and 2099."), code="day_out_of_range")
    if ends_at <= starts_at:
        raise ValidationError(_("The end is not before the start."), code="ends_before_start")
    if ends_at - starts_at > LONGEST:
        raise ValidationError(
            _("A booking lasts at most %(days)d days."), code="too_long", params={"days": LONGEST.days}
        )


def check_request(booking):
    """Every rule but that the venue is free: raises the first that is broken, in words that name it."""
    if booking.starts_at <= timezone.now():
        raise ValidationError(_("This time has passed. Choose a time to come."), code="in_the_past")
    check_place(booking)
    check_limits(booking)
    check_unit(booking)


def check_place(booking):
    """The venue is there, can be booked, and is open all that time."""
    venue = booking.venue
    days = [timezone.localdate(moment) for moment in (booking.starts_at, booking.ends_at)]
    if not venue.bookable or not all(venue.holds_on(day) for day in days):
        raise ValidationError(
            _("%(venue)s cannot be booked for that day. Choose another venue."),
            code="not_bookable",
            params={"venue": venue},
        )
    closure = closed_by(venue.space, booking.during)
    if closure:
        raise ValidationError(
            _("%(venue)s is closed then: %(reason)s. Choose another time or venue."),
            code="closed",
            params={"venue": closure.venue, "reason": closure.reason},
        )
    if not is_open(venue, booking.starts_at, booking.ends_at):
        raise ValidationError(
            _("%(venue)s is not open all that time. Its page shows when it is."),
            code="not_open",
            params={"venue": venue},
        )


def check_unit(booking):
    unit, region = booking.borrower_unit, booking.borrower_region
    if unit and unit.region_id != region.pk and not unit.shared_with.filter(pk=region.pk).exists():
        message = _("%(unit)s does not belong to %(region)s.")
        refusal = ValidationError(message, code="unit_of_another_region", params={"unit": unit, "region": region})
        raise ValidationError({"borrower": refusal})


def check_limits(booking):
    limits = limits_for(booking.venue)
    ahead, length = booking.starts_at - timezone.now(), booking.ends_at - booking.starts_at
    broken = {
        Limit.DAYS_AHEAD: lambda value: ahead > dt.timedelta(days=value),
        Limit.HOURS_BEFORE: lambda value: ahead < value * HOUR,
        Limit.LONGEST: lambda value: length > value * MINUTE,
    }
    for limit, is_broken in broken.items():
        if limit in limits and is_broken(limits[limit].value):
            raise _limit_broken(limits[limit])
    if Limit.OPEN_REQUESTS in limits:
        _check_open_requests(booking, limits[Limit.OPEN_REQUESTS])
    check_quota(booking, limits)


def check_quota(booking, limits=None):
    """Hours that other counties have in the month; the county of the venue itself has no quota."""
    if not booking.crosses_a_border:
        return
    rule = (limits_for(booking.venue) if limits is None else limits).get(Limit.NEIGHBOUR_HOURS)
    if rule is None:
        return
    begin = timezone.localtime(booking.starts_at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (begin + dt.timedelta(days=32)).replace(day=1)
    rows = _in_scope(rule.scope).filter(state__in=BLOCKING_STATES, starts_at__gte=begin, starts_at__lt=end)
    rows = rows.exclude(borrower_region=F("venue__region")).exclude(pk=booking.pk)
    had = rows.aggregate(time=Sum(F("ends_at") - F("starts_at")))["time"] or dt.timedelta()
    if had + (booking.ends_at - booking.starts_at) > rule.value * HOUR:
        raise _limit_broken(rule)


def _check_open_requests(booking, rule):
    """Of one unit (or of the county, where no unit asks); a series counts as one."""
    rows = _in_scope(rule.scope).filter(state__in=OPEN_STATES, borrower_region=booking.borrower_region)
    rows = rows.filter(borrower_unit=booking.borrower_unit).exclude(pk=booking.pk)
    if booking.series_id:
        rows = rows.exclude(series=booking.series_id)
    single = rows.filter(series=None).count()
    if single + rows.exclude(series=None).values("series").distinct().count() >= rule.value:
        raise _limit_broken(rule)


def _in_scope(row):
    """Bookings of the venues that a rule is set for."""
    rows = Booking.objects.all()
    if row.venue:
        return rows.filter(space__contained_by=row.venue.space)
    return rows.filter(venue__region=row.region_id) if row.region_id else rows


def _limit_broken(rule):
    message, code = {
        Limit.DAYS_AHEAD: (_("At most %(value)d days ahead (%(origin)s)."), "too_far_ahead"),
        Limit.HOURS_BEFORE: (_("At least %(value)d hours before (%(origin)s)."), "too_short_notice"),
        Limit.LONGEST: (_("At most %(value)d minutes (%(origin)s)."), "too_long"),
        Limit.OPEN_REQUESTS: (
            _("At most %(value)d open requests of one unit (%(origin)s). Withdraw one, or wait for an answer."),
            "too_many_open_requests",
        ),
        Limit.NEIGHBOUR_HOURS: (
            _("Other counties have at most %(value)d hours a month (%(origin)s), and they are used up."),
            "neighbour_hours_used_up",
        ),
    }[rule.limit]
    return ValidationError(message, code=code, params={"value": rule.value, "origin": rule.origin})


def who_has_it(booking):
    """Bookings that nobody else can have beside them, in its room and time."""
    rows = Booking.objects.overlapping(booking.venue.space, booking.during).blocking()
    return rows.exclude(Q(pk=booking.pk))


def is_lost(booking):
    """Whether somebody else has its very hours already, set-up and clean-up left aside: then no lock helps."""
    if booking.state not in OPEN_STATES:
        return False
    rows = Booking.objects.overlapping(booking.venue.space, (booking.starts_at, booking.ends_at)).blocking()
    return rows.exclude(pk=booking.pk).exists()


def taken(booking):
    """The refusal, with the next times at which the venue is free."""
    times = next_free_times(booking.venue, booking.starts_at, booking.ends_at)
    if not times:
        return ValidationError(_("Somebody else has this venue, its whole or a part of it in that time."), code="taken")
    words = "; ".join(f"{date_format(timezone.localtime(begin), 'DATE_FORMAT')} {time_in_words(begin, end)}"
                      for begin, end in times)  # fmt: skip
    return ValidationError(
        _("Somebody else has this venue, its whole or a part of it in that time. Next free: %(times)s"),
        code="taken",
        params={"times": words},
    )
