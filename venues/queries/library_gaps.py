"""Days of which nothing, or not everything that the library says there was, has come."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.work import LONGEST_LIST, WorkItem
from venues.models import Library, LibraryDay, LibraryHorizon

DAYS_OF_GRACE = 1  # a day's file is due on the next day; it is missing from the day after that

GAPS = """
SELECT library.id, count(*), min(expected.day)::date
FROM venues_library AS library
CROSS JOIN LATERAL generate_series(
    greatest(library.delivers_since, (SELECT max(open_since) FROM venues_libraryhorizon))::timestamp,
    least(library.until, %(last)s)::timestamp, interval '1 day'
) AS expected (day)
LEFT JOIN venues_libraryday AS known ON known.library_id = library.id AND known.day = expected.day::date
WHERE library.id = ANY(%(keys)s) AND library.delivers_since IS NOT NULL AND (
    known.id IS NULL
    OR known.declared <> known.borrowed + known.returned + known.transferred + known.aside
)
GROUP BY library.id
"""


@dataclass(frozen=True)
class Gap:
    days: int
    first: dt.date


def last_due_day():
    """The newest day that should be here."""
    return timezone.localdate() - dt.timedelta(days=1 + DAYS_OF_GRACE)


def gaps_of(keys):
    """Library key → Gap, for those of the libraries that lack a day."""
    with connection.cursor() as cursor:
        cursor.execute(GAPS, {"keys": list(keys), "last": last_due_day()})
        return {key: Gap(days, first) for key, days, first in cursor}


@dataclass(frozen=True)
class Day:
    day: dt.date
    row: LibraryDay | None
    state: str  # complete, incomplete, missing, not_due, not_expected


def days_of(library, *, first, last):
    """Each day from ``first`` to ``last``, the newest first: what came of it, and whether something is missing."""
    rows = {row.day: row for row in LibraryDay.objects.filter(library=library, day__range=(first, last))}
    horizon = LibraryHorizon.objects.first()
    days = [last - dt.timedelta(days=back) for back in range((last - first).days + 1)]
    return [Day(day, rows.get(day), _state(library, day, rows.get(day), horizon)) for day in days]


def _state(library, day, row, horizon):
    if row is not None:
        return "complete" if row.is_complete else "incomplete"
    expected = library.delivers_since and library.delivers_since <= day and library.holds_on(day)
    if not expected or (horizon and day < horizon.open_since):
        return "not_expected"
    return "missing" if day <= last_due_day() else "not_due"


def work_for(user):
    """Libraries of one's counties whose days are missing; the corridor office finds them on the list of libraries."""
    reach = user.reach
    if not reach.counties | reach.provinces:
        return
    libraries = Library.objects.manageable_by(user).exclude(delivers_since=None).in_bulk()
    gaps = sorted(gaps_of(libraries).items(), key=lambda pair: pair[1].first)
    for key, gap in gaps[:LONGEST_LIST]:
        detail = ngettext(
            "%(days)d day of lending records is missing: %(first)s",
            "%(days)d days of lending records are missing, the first one %(first)s",
            gap.days,
        )
        due = gap.first + dt.timedelta(days=DAYS_OF_GRACE)
        yield WorkItem(
            title=str(libraries[key]),
            url=reverse("venues:libraries:library", args=[key]) + "#days",
            action=_("Look"),
            detail=detail % {"days": gap.days, "first": gap.first},
            since=timezone.make_aware(dt.datetime.combine(due, dt.time.min)),
            due=due,
        )
