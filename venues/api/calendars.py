"""A venue's plan over the API, and which venues are free at a time."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from belts.models import Region
from core.filters import DayField, KeyField, check_known
from venues.models import Kind, Venue
from venues.queries.free import free_venues, plan
from venues.queries.nearness import with_nearness
from venues.serializers.bookings import BlockSerializer
from venues.services.checks import check_times

MOST_DAYS = 62
MOST_VENUES = 100


def _cleaned(form, request):
    check_known(request.query_params, set(form.fields))
    if not form.is_valid():
        problems = form.errors.as_data()
        raise ValidationError(problems)
    return form.cleaned_data


class PeriodForm(forms.Form):
    """``from`` is today and ``to`` six days later where they are not given."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {"from": DayField(required=False), "to": DayField(required=False)}

    def clean(self):
        data = super().clean()
        first = data["from"] = data.get("from") or timezone.localdate()
        last = data["to"] = data.get("to") or first + dt.timedelta(days=6)
        if last < first:
            self.add_error("to", ValidationError(_("The last day is not before the first."), code="period_reversed"))
        elif (last - first).days >= MOST_DAYS:
            message = _("Ask for at most %(most)d days at once.") % {"most": MOST_DAYS}
            self.add_error("to", ValidationError(message, code="too_many_days"))
        return data


class CalendarSerializer(serializers.Serializer):
    venue = serializers.IntegerField()
    first = serializers.DateField()
    last = serializers.DateField()
    blocks = BlockSerializer(many=True)


@extend_schema(
    summary="When a venue is not free",
    description="Who may see a booking reads what it is for; everybody else that the venue is taken. "
    f"At most {MOST_DAYS} days at once.",
    parameters=[
        OpenApiParameter("from", OpenApiTypes.DATE, description="Today without it."),
        OpenApiParameter("to", OpenApiTypes.DATE, description="Six days after `from` without it; included."),
    ],
    responses=CalendarSerializer,
    tags=["venues"],
    examples=[
        OpenApiExample(
            "A day that another county has",
            response_only=True,
            value={
                "venue": 12,
                "first": "2026-12-05",
                "last": "2026-12-05",
                "blocks": [
                    {
                        "starts_at": "2026-12-05T09:00:00+08:00",
                        "ends_at": "2026-12-05T11:00:00+08:00",
                        "kind": "taken",
                        "title": "已被预约",
                        "booking": None,
                    }
                ],
            },
        )
    ],
)
@api_view()
def venue_calendar(request, pk):
    venue = get_object_or_404(Venue.objects.visible_to(request.user), pk=pk)
    asked = _cleaned(PeriodForm(request.query_params), request)
    blocks = plan(venue, asked["from"], asked["to"], request.user)
    answer = {"venue": venue.pk, "first": asked["from"], "last": asked["to"], "blocks": blocks}
    return Response(CalendarSerializer(answer).data)


class FreeForm(forms.Form):
    starts_at = forms.DateTimeField()
    ends_at = forms.DateTimeField()
    near = KeyField(queryset=None, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    people = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["near"].queryset = Region.objects.visible_to(user).counties()

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at"):
            try:
                check_times(data["starts_at"], data["ends_at"])
            except ValidationError as error:
                self.add_error("ends_at", error)
        return data


class FreeVenueSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    region_name = serializers.CharField(source="region.name")

    class Meta:
        model = Venue
        fields = ["id", "url", "name", "kind", "region", "region_name", "address", "capacity"]
        read_only_fields = fields


@extend_schema(
    summary="Venues that are free at a time, the nearest counties first",
    description=f"At most {MOST_VENUES}. Times are ISO 8601 with an offset; in an address `+` is written `%2B`.",
    parameters=[
        OpenApiParameter("starts_at", OpenApiTypes.DATETIME, required=True),
        OpenApiParameter("ends_at", OpenApiTypes.DATETIME, required=True),
        OpenApiParameter("near", OpenApiTypes.STR, description="Code of a county."),
        OpenApiParameter("kind", OpenApiTypes.STR, enum=Kind.values),
        OpenApiParameter("people", OpenApiTypes.INT, description="Holds at least so many."),
    ],
    responses=FreeVenueSerializer(many=True),
    tags=["venues"],
)
@api_view()
def free_list(request):
    asked = _cleaned(FreeForm(request.query_params, user=request.user), request)
    found = free_venues(request.user, starts_at=asked["starts_at"], ends_at=asked["ends_at"])
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if asked["people"]:
        found = found.filter(capacity__gte=asked["people"])
    if asked["near"]:
        found = with_nearness(found, asked["near"], timezone.localdate()).order_by("nearness", "pk")
    return Response(FreeVenueSerializer(found[:MOST_VENUES], many=True).data)
