"""When a venue is open: the week, and single days that differ from it."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from venues.models import OpeningException, OpeningHours
from venues.models.opening import WEEKDAYS
from venues.services.rows import check_values, check_version, lock, save_changed

MOST_IN_A_DAY = 4


@transaction.atomic
def set_opening_hours(*, actor, venue, hours, open_on_holidays=None, version=None):
    """``hours``: (weekday from 0 for Monday, opens, closes); all of the week, none for a weekday is closed.

    No row at all gives the venue the hours of its whole; a whole without any is open around the clock.
    """
    venue = lock(venue)
    check_version(venue, version)
    wanted = sorted(set(hours))
    _check_week(wanted)
    if open_on_holidays is not None:
        venue.open_on_holidays = open_on_holidays
    for row in venue.hours.all():
        if (row.weekday, row.opens, row.closes) in wanted:
            wanted.remove((row.weekday, row.opens, row.closes))
        else:
            row.delete()
    for weekday, opens, closes in wanted:
        row = OpeningHours(venue=venue, weekday=weekday, opens=opens, closes=closes)
        row.full_clean()
        row.save()
    return save_changed(venue, fields=["open_on_holidays"])


@transaction.atomic
def add_exception(*, actor, venue, day, opens=None, closes=None, reason):
    """Other hours on one day, or none; the same again gives the row that is there."""
    venue = lock(venue)
    row = OpeningException(venue=venue, day=day, opens=opens, closes=closes, reason=reason.strip())
    check_values(row)
    others = list(venue.exceptions.filter(day=day))
    if known := next((other for other in others if (other.opens, other.closes) == (opens, closes)), None):
        return known
    row.full_clean()
    if any(other.opens is None or opens is None for other in others):
        message = _("%(day)s is closed and has hours. Remove the one entry first.")
        raise ValidationError(message, code="closed_and_open", params={"day": date_format(day)})
    spans = [(other.opens, other.closes) for other in others]
    if opens is not None:
        _refuse_overlap([*spans, (opens, closes)], date_format(day))
    row.save()
    return row


@transaction.atomic
def remove_exception(*, actor, exception):
    """The day has the hours of its weekday again. Removing twice changes nothing."""
    venue = lock(exception.venue)
    for row in venue.exceptions.filter(pk=exception.pk):
        row.delete()
    return venue


def _check_week(hours):
    for weekday, name in WEEKDAYS:
        spans = [(opens, closes) for day, opens, closes in hours if day == weekday]
        if len(spans) > MOST_IN_A_DAY:
            message = _("%(day)s: at most %(most)d times of opening.")
            raise ValidationError(message, code="too_many_hours", params={"day": name, "most": MOST_IN_A_DAY})
        for opens, closes in spans:
            if closes <= opens:
                message = _("%(day)s: closing lies after opening; hours past midnight belong to the next day.")
                raise ValidationError(message, code="closes_before_it_opens", params={"day": name})
        _refuse_overlap(spans, name)


def _refuse_overlap(spans, day):
    for (_opens, closes), (opens, _closes) in pairwise(sorted(spans)):
        if opens < closes:
            message = _("%(day)s: from %(opens)s it is open already; times of opening do not overlap.")
            params = {"day": day, "opens": time_format(opens, "H:i")}
            raise ValidationError(message, code="hours_overlap", params=params)
