"""The list of activities, its print view, its month calendar and its files: all of them over one filter set."""

import datetime as dt
import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities import exporting
from activities.filters import ActivityFilter, description_of, terms_of
from activities.models import Activity
from activities.queries.lists import MOST_COUNTED, ORDER, count_up_to, month_of
from core import exports
from core.filters import check_known
from core.paging import Page, page_of

MOST_PRINTED = 500
FIRST_FIELDS = ("q", "belt", "region", "from", "to")
# Thousands of rows make no list to choose from: these come from the page of a team or work, and stay.
CHOSEN_ELSEWHERE = ("team", "work")
OLDEST, NEWEST = dt.date(2000, 1, 1), dt.date(2099, 12, 1)


class Listing:
    """What the address asks for. Where something in it is wrong there are problems and no rows."""

    def __init__(self, request, also=("cursor",), without=()):
        self.request = request
        rows = Activity.objects.visible_to(request.user)
        self.filters = ActivityFilter(request.GET, rows, request=request)
        self.known = {name for name in self.filters.filters if name not in without} | set(also)

    @cached_property
    def problems(self):
        try:
            check_known(self.request.GET, self.known)
        except ValidationError as error:
            return error.messages
        fields = self.filters.form.fields
        return [f"{fields[name].label}: {message}" for name, found in self.filters.errors.items() for message in found]

    @property
    def rows(self):
        return self.filters.queryset.none() if self.problems else self.filters.qs

    @cached_property
    def terms(self):
        return [{"text": term.text, "removed": term.removed_from(self.request.GET)} for term in terms_of(self.filters)]

    def page(self):
        try:
            return page_of(self.rows.with_parties(), order=ORDER, cursor=self.request.GET.get("cursor", ""))
        except ValidationError as error:
            self.problems = error.messages
            return Page()

    def hiding(self):
        """For an empty list: what taking one filter away would show."""
        found = []
        for term in terms_of(self.filters):
            query = term.removed_from(self.request.GET)
            count = count_up_to(_filtered(self.request, query).qs)
            if count:
                found.append({"text": term.text, "removed": query, "count": count})
        return found

    def context(self):
        query = self.request.GET.copy()
        query.pop("cursor", None)
        form = self.filters.form
        return {
            "filters": self.filters,
            "more_fields": [field for field in form if field.name not in (*FIRST_FIELDS, *CHOSEN_ELSEWHERE)],
            "hidden_fields": [form[name] for name in CHOSEN_ELSEWHERE if form[name].value()],
            "problems": self.problems,
            "terms": self.terms,
            "description": description_of(self.filters),
            "query": query.urlencode(),
            "as_of": timezone.now(),
        }


def _filtered(request, query):
    rows = Activity.objects.visible_to(request.user)
    return ActivityFilter(QueryDict(query.removeprefix("?")), rows, request=request)


@require_safe
def activity_list(request):
    listing = Listing(request)
    page = listing.page()
    count = count_up_to(listing.rows)
    context = listing.context() | {
        "page": page,
        "count": min(count, MOST_COUNTED),
        "more_than_counted": count > MOST_COUNTED,
        "hiding": listing.hiding() if not page.rows and not listing.problems else [],
    }
    return _whole_or_fragment(request, "activities/activity_list.html", "activities/_activity_rows.html", context)


def _whole_or_fragment(request, whole, fragment, context):
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, fragment if partly else whole, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def activity_print(request):
    """One long sheet of what is filtered, for paper."""
    listing = Listing(request, also=())
    rows = list(listing.rows.with_parties().order_by(*ORDER)[: MOST_PRINTED + 1])
    context = listing.context() | {"rows": rows[:MOST_PRINTED], "cut": len(rows) > MOST_PRINTED, "most": MOST_PRINTED}
    return render(request, "activities/activity_print.html", context)


@require_safe
def activity_calendar(request):
    """A month; its own ``month`` stands for the period, so ``from`` and ``to`` are not among its parameters."""
    listing = Listing(request, also=("month",), without=("from", "to"))
    try:
        first = _month(request.GET.get("month", ""))
    except ValidationError as error:
        listing.problems, first = error.messages, timezone.localdate().replace(day=1)
    month = month_of(listing.rows, first)
    context = listing.context() | {"month": month, "oldest": OLDEST, "newest": NEWEST}
    return _whole_or_fragment(request, "activities/activity_calendar.html", "activities/_activity_month.html", context)


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
    listing = Listing(request, also=("format",))
    try:
        file_format = exports.check_format(request.GET.get("format", "csv"))
        if listing.problems:
            raise ValidationError(listing.problems, code="invalid")
        table = exporting.table_of(listing.rows, actor=request.user, description=description_of(listing.filters))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        kept = request.GET.copy()
        kept.pop("format", None)
        return redirect(f"{reverse('activities:list')}?{kept.urlencode()}")
    return exports.answer(table, file_format)
