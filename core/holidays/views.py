"""A year of the calendar: everybody reads it, the corridor office keeps it."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from core.holidays import services
from core.holidays.forms import ClearForm, DayForm, NoticeForm
from core.holidays.queries import NOWHERE, year_of
from core.models import CalendarDay
from core.models.calendar import FIRST_YEAR, LAST_YEAR, keeps_calendar
from core.views import add_to_form


class YearPage(View):
    """The page; after a refused form it shows that form again (``refused``)."""

    def get(self, request, year, refused=None):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        shown = year_of(year)
        keeps = keeps_calendar(request.user)
        forms = {form.__class__: form for form in [refused] if form}
        first = {"day": dt.date(year, 1, 1), "kind": CalendarDay.Kind.HOLIDAY}
        context = {
            "shown": shown,
            "is_guess": shown.origin == NOWHERE,
            "years": [other for other in (year - 1, year + 1) if FIRST_YEAR <= other <= LAST_YEAR],
            "keeps": keeps,
            "notice_form": forms.get(NoticeForm) or NoticeForm(year=year, initial={"version": shown.version}),
            "day_form": forms.get(DayForm) or DayForm(initial=first),
            "clear_form": forms.get(ClearForm) or ClearForm(days=shown.own_days),
        }
        return render(request, "core/calendar_year.html", context)


def this_year(request):
    return redirect("calendar_year", year=timezone.localdate().year)


@require_POST
def publish(request, year):
    form = NoticeForm(request.POST, year=year)
    return _written(request, year, form, lambda data: services.publish_calendar_year(year=year, **data))


@require_POST
def set_day(request, year):
    return _written(request, year, DayForm(request.POST), lambda data: services.set_calendar_day(**data))


@require_POST
def clear_day(request, year):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    rows = CalendarDay.objects.manageable_by(request.user).filter(year=year)
    form = ClearForm(request.POST, days=rows.values_list("day", flat=True))
    return _written(request, year, form, lambda data: services.clear_calendar_day(**data))


def _written(request, year, form, service):
    if not keeps_calendar(request.user) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if form.is_valid():
        try:
            service({"actor": request.user, **form.cleaned_data})
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("The calendar is changed. What was planned on a guess is looked at again."))
            return redirect("calendar_year", year=year)
    return YearPage().get(request, year, refused=form)
