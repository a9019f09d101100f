"""Rules of booking: of one venue, of a county's venues, or of all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.locks import work_alone
from venues.models import BookingLimit, Limit

# The largest numbers that make sense: three years, a year, a week, …
LARGEST = {
    Limit.DAYS_AHEAD: 1_095,
    Limit.HOURS_BEFORE: 8_760,
    Limit.LONGEST: 10_080,
    Limit.OPEN_REQUESTS: 1_000,
    Limit.NEIGHBOUR_HOURS: 744,
    Limit.SETUP: 1_440,
    Limit.CLEANUP: 1_440,
}


@transaction.atomic
def set_limits(*, actor, limits, venue=None, region=None):
    """``limits``: Limit → number, or None to take the rule off; what it does not name stays as it is.

    For a venue with its parts, for a county's venues, or (naming neither) for all.
    """
    work_alone("booking limits")
    rows = {row.limit: row for row in BookingLimit.objects.filter(venue=venue, region=region)}
    for limit, value in limits.items():
        row = rows.get(limit)
        if value is None:
            if row is not None:
                row.delete()
        elif row is None or row.value != value:
            row = row or BookingLimit(venue=venue, region=region, limit=limit)
            row.value = value
            _check(row)
            row.save()
    return list(BookingLimit.objects.filter(venue=venue, region=region))


def _check(row):
    row.full_clean()
    most = LARGEST[row.limit]
    if row.value > most:
        message = _("At most %(most)s.")
        refusal = ValidationError(message, code="number_too_large", params={"most": most})
        raise ValidationError({row.limit: refusal})
