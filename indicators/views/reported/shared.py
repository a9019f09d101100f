"""What the pages of reported indicators start from."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from indicators.models import DataSet
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span


@dataclass(frozen=True)
class Asked:
    data_set: DataSet
    span: Span


def asked(request, pk, period):
    """The data set and period of an address; 404 for a period that it is not reported for."""
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    try:
        return Asked(data_set, cells.period_for(data_set, period, timezone.localdate()))
    except ValidationError as error:
        raise Http404 from error


def say(request, error):
    for message in error.messages:
        messages.error(request, message)
