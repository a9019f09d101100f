"""Series of bookings over the API."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from venues.api.bookings import check_may_ask
from venues.models import Booking, BookingSeries
from venues.queries.asked import complete
from venues.queries.steps import borrowing
from venues.serializers.bookings import (
    BookingSerializer,
    SeriesCancelSerializer,
    SeriesOutcomeSerializer,
    SeriesWriteSerializer,
)
from venues.services.series import cancel_series, request_series

EXAMPLE = OpenApiExample(
    "Every other Friday, looked at first",
    request_only=True,
    value={
        "venue": 12,
        "every": "week",
        "interval": 2,
        "weekdays": [4],
        "first_day": "2026-12-04",
        "last_day": "2027-02-26",
        "starts": "19:00",
        "ends": "21:00",
        "title": "夜校",
        "purpose": "other",
        "borrower_region": "500153",
        "preview": True,
    },
)


class SeriesViewSet(viewsets.GenericViewSet):
    """Ask for a venue again and again; each date is a booking of its own."""

    serializer_class = SeriesOutcomeSerializer
    lookup_value_converter = "int"
    schema_tags = ["venues"]

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return BookingSeries.objects.visible_to(self.request.user).none()
        return BookingSeries.objects.manageable_by(self.request.user)

    @extend_schema(
        summary="Ask for a series, or look at what would come of it",
        description="201: asked for. 200: a preview, or nothing was asked for because some dates fail and `partly` "
        "was not given; `failures` says which and why.",
        request=SeriesWriteSerializer,
        responses={201: SeriesOutcomeSerializer, 200: SeriesOutcomeSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request):
        check_may_ask(request.user)
        serializer = SeriesWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        preview = values.pop("preview")
        with transaction.atomic():
            outcome = request_series(actor=request.user, **values | ({"partly": True} if preview else {}))
            answer = _shape(outcome, preview=preview)
            transaction.set_rollback(preview)
        return Response(answer, status=201 if answer["series"] else 200)

    @extend_schema(
        summary="Cancel a series, or the part of it that begins with one date",
        request=SeriesCancelSerializer,
        responses=BookingSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    def cancel(self, request, pk):
        series = self.get_object()
        serializer = SeriesCancelSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        rows = borrowing(request.user).filter(series=series).order_by("starts_at", "pk")
        booking = rows.filter(pk=values["booking"]).first() if "booking" in values else rows.first()
        if booking is None or ("booking" not in values and values["which"] != "all"):
            message = _("Name a booking of this series.")
            raise ValidationError({"booking": ValidationError(message, code="does_not_exist")})
        cancel_series(actor=request.user, booking=booking, which=values["which"], reason=values["reason"])
        shown = complete(Booking.objects.visible_to(request.user).filter(series=series)).order_by("starts_at", "pk")
        return Response(BookingSerializer(shown, many=True).data)


def _shape(outcome, *, preview):
    failures = [
        {"day": day, "code": (error.error_list[0].code if not hasattr(error, "error_dict") else "invalid") or "invalid",
         "message": " ".join(error.messages)}
        for day, error in outcome.failures
    ]  # fmt: skip
    kept = {"series": None if preview else outcome.series, "bookings": outcome.bookings, "failures": failures}
    return SeriesOutcomeSerializer(kept).data
