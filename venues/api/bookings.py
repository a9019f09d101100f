"""Bookings over the API: the same scoped rows, filters and services as the pages."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin, form_key, key_parameter
from core.scoping import ScopedRowsMixin
from core.serializers import ReasonSerializer
from venues.filters.bookings import BookingFilter
from venues.models import Booking
from venues.models.scope import may_ask
from venues.queries import steps as gates
from venues.queries.asked import complete
from venues.serializers.bookings import (
    BookingSerializer,
    BookingWriteSerializer,
    MoveSerializer,
    OptionalReasonSerializer,
    RefusalReasonSerializer,
    VersionSerializer,
)
from venues.services import booking as services
from venues.services import waiting

KEY = key_parameter("The same key again gives the first request.")
EXAMPLE = OpenApiExample(
    "A hall across the border",
    request_only=True,
    value={
        "venue": 12,
        "starts_at": "2026-12-05T09:00:00+08:00",
        "ends_at": "2026-12-05T11:00:00+08:00",
        "title": "“理响巴蜀”联合宣讲",
        "purpose": "activity",
        "people": 120,
        "borrower_region": "500153",
        "wait": False,
    },
)
GATES = {
    "agree": gates.agreeing,
    "approve": gates.deciding,
    "refuse": gates.refusing,
    "cancel": gates.cancelling,
    "held": gates.deciding,
    "no_show": gates.deciding,
}


def check_may_ask(user):
    if not may_ask(user) or user.reach.token_is_read_only:
        raise PermissionDenied(_("Counties ask for venues: their loggers, reviewers and venue managers."))


@extend_schema_view(
    list=extend_schema(summary="Bookings of your venues and of your county that fit the filters, the latest first"),
    retrieve=extend_schema(summary="One booking"),
)
class BookingViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Requests for venues, and what became of them."""

    model = Booking
    serializer_class = BookingSerializer
    filterset_class = BookingFilter
    page_order = ("-starts_at", "-pk")
    lookup_value_converter = "int"
    schema_tags = ["venues"]

    def get_queryset(self):
        if self.request and self.request.method == "POST" and not getattr(self, "swagger_fake_view", False):
            return complete(GATES.get(self.action, gates.borrowing)(self.request.user))
        return complete(super().get_queryset())

    @extend_schema(
        summary="Ask for a venue",
        description="For a venue of another county a reviewer of the own county agrees first. With `wait`, what is "
        "taken is waited for.",
        request=BookingWriteSerializer,
        responses={201: BookingSerializer, 200: OpenApiResponse(BookingSerializer, "The key was used before.")},
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        check_may_ask(request.user)
        serializer = BookingWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        key = form_key(request)
        known = bool(key) and Booking.objects.visible_to(request.user).filter(form_key=key).exists()
        booking = services.request_booking(actor=request.user, form_key=key, **serializer.validated_data)
        return self._answer(booking, status=200 if known else 201)

    @extend_schema(summary="Agree as the borrowing county", request=VersionSerializer, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def agree(self, request, pk):
        return self._do(services.agree_booking, VersionSerializer)

    @extend_schema(
        summary="Approve as the venue's manager",
        description="Refused with the code `taken` when somebody else has the venue, its whole or a part of it then.",
        request=VersionSerializer,
        responses=BookingSerializer,
    )
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        return self._do(services.approve_booking, VersionSerializer)

    @extend_schema(
        summary="Refuse, as the venue's manager or the own county",
        request=RefusalReasonSerializer,
        responses=BookingSerializer,
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request, pk):
        return self._do(services.refuse_booking, RefusalReasonSerializer)

    @extend_schema(summary="Take a request back", request=OptionalReasonSerializer, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        return self._do(services.withdraw_booking, OptionalReasonSerializer)

    @extend_schema(summary="Cancel what was approved", request=ReasonSerializer, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        return self._do(services.cancel_booking, ReasonSerializer)

    @extend_schema(summary="Ask for another time or venue", request=MoveSerializer, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        return self._do(services.move_booking, MoveSerializer)

    @extend_schema(summary="Accept what the waiting list offers", request=None, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        return self._do(waiting.accept_offer)

    @extend_schema(summary="Decline it: the next one is asked", request=None, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request, pk):
        return self._do(waiting.decline_offer)

    @extend_schema(summary="Note that it was held", request=None, responses=BookingSerializer)
    @action(detail=True, methods=["post"])
    def held(self, request, pk):
        return self._do(services.record_held)

    @extend_schema(summary="Note that nobody came", request=None, responses=BookingSerializer)
    @action(detail=True, methods=["post"], url_path="no-show", url_name="no-show")
    def no_show(self, request, pk):
        return self._do(services.record_no_show)

    def _do(self, service, shape=None):
        booking, values = self.get_object(), {}
        if shape:
            serializer = shape(data=self.request.data, context=self.get_serializer_context())
            serializer.is_valid(raise_exception=True)
            values = serializer.validated_data
        return self._answer(service(actor=self.request.user, booking=booking, **values))

    def _answer(self, booking, status=200):
        """The booking as it is now."""
        shown = complete(Booking.objects.visible_to(self.request.user)).get(pk=booking.pk)
        return Response(self.get_serializer(shown).data, status=status)
