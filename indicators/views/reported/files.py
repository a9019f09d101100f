"""Reported figures as downloads."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import exports
from indicators.exporting import reported
from indicators.models import Indicator
from indicators.views.reported.shared import asked


@require_safe
def series(request, pk):
    row = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("data_set"), pk=pk)
    file_format = exports.check_format(request.GET.get("format", ""))
    table = reported.series_file(actor=request.user, indicator=row, today=timezone.localdate())
    return exports.answer(table, file_format)


@require_safe
def period(request, pk, period):
    found = asked(request, pk, period)
    file_format = exports.check_format(request.GET.get("format", ""))
    table = reported.period_file(actor=request.user, data_set=found.data_set, span=found.span)
    return exports.answer(table, file_format)
