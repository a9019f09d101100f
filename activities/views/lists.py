"""The list of activities, its print view, its month calendar and its files: all of them over one filter set."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities import exporting
from activities.filters import ActivityFilter, description_of, terms_of
from activities.models import Activity
from activities.queries.lists import ORDER, month_of
from core.listing import WordedListing, whole_or_rows

MOST_PRINTED = 500
OLDEST, NEWEST = dt.date(2000, 1, 1), dt.date(2099, 12, 1)


class ActivityListing(WordedListing):
    first_fields = ("q", "belt", "region", "from", "to")
    # Thousands of rows make no list to choose from: these come from the page of a team or work, and stay.
    chosen_elsewhere = ("team", "work")

    def __init__(self, request, **options):
        rows = Activity.objects.visible_to(request.user)
        super().__init__(request, ActivityFilter, rows, terms_of=terms_of, order=ORDER, **options)

    def ordered(self):
        return self.rows.with_parties(), self.order

    def words(self):
        return super().words() | {"description": description_of(self.filters), "as_of": timezone.now()}


@require_safe
def activity_list(request):
    listing = ActivityListing(request)
    return listing.response(whole="activities/activity_list.html", rows="activities/_activity_rows.html")


@require_safe
def activity_print(request):
    """One long sheet of what is filtered, for paper."""
    listing = ActivityListing(request, also=())
    rows = list(listing.rows.with_parties().order_by(*ORDER)[: MOST_PRINTED + 1])
    context = listing.words() | {"rows": rows[:MOST_PRINTED], "cut": len(rows) > MOST_PRINTED, "most": MOST_PRINTED}
    return render(request, "activities/activity_print.html", context)


@require_safe
def activity_calendar(request):
    """A month; its own ``month`` stands for the period, so ``from`` and ``to`` are not among its parameters."""
    listing = ActivityListing(request, also=("month",), without=("from", "to"))
    try:
        first = _month(request.GET.get("month", ""))
    except ValidationError as error:
        listing.problems, first = error.messages, timezone.localdate().replace(day=1)
    month = month_of(listing.rows, first)
    context = listing.words() | {"month": month, "oldest": OLDEST, "newest": NEWEST}
    return whole_or_rows(request, "activities/activity_calendar.html", "activities/_activity_month.html", context)


def _month(text):
    """The first day of “2025-03”; of this month when nothing is given."""
    if not text:
        return timezone.localdate().replace(day=1)
    given = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
    if not given:
        raise ValidationError(_("Write the month as 2025-03, from 2000-01 to 2099-12."), code="bad_month")
    return dt.date(int(given[1]), int(given[2]), 1)


@require_safe
def activity_export(request):
    """The rows that the list shows, all of them, as ``?format=csv`` or ``xlsx``."""
    listing = ActivityListing(request, also=("format",))
    return listing.as_file(exporting.table_of, description_of, back="activities:list")
