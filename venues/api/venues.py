"""Venues over the API: the same scoped rows, filters and services as the pages."""

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import AnyAccept, KnownParametersMixin, export_of, export_schema, form_key, key_parameter
from core.scoping import ScopedRowsMixin
from venues import exporting
from venues.filters.terms import description_of
from venues.filters.venues import VenueFilter
from venues.models import Venue
from venues.queries.lists import NEAR_ORDER, ORDER, complete, ordered, say_nearness
from venues.queries.parts import tree_of
from venues.serializers import venues as shapes
from venues.services import hours, venues
from venues.services.sending import Outcome, send_venue

EXAMPLE = OpenApiExample(
    "A hall that two counties share",
    request_only=True,
    value={
        "name": "石燕桥新风礼堂",
        "kind": "custom_hall",
        "region": "511083",
        "address": "隆昌市石燕桥镇",
        "capacity": 180,
        "facilities": ["stage", "sound", "parking"],
        "shared_with": ["500153"],
        "source": "隆昌市阵地台账",
        "source_id": "2025-017",
    },
)
WEEK = OpenApiExample(
    "Saturday with a break at noon",
    request_only=True,
    value={
        "hours": [
            {"weekday": 5, "opens": "09:00", "closes": "12:00"},
            {"weekday": 5, "opens": "14:00", "closes": "18:00"},
        ]
    },
)
KEY = key_parameter("The same key again gives the first venue; for senders without ids of their own.")


@extend_schema_view(
    list=extend_schema(summary="Venues that fit the filters; with `near` the nearest to that county first"),
    retrieve=extend_schema(summary="One venue"),
)
class VenueViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Venues (阵地) and their parts. List, export and pages share one set of filters."""

    model = Venue
    serializer_class = shapes.VenueSerializer
    filterset_class = VenueFilter
    lookup_value_converter = "int"
    schema_tags = ["venues"]
    action_parameters = {"export": frozenset({"format"})}
    page_order = ORDER

    def get_queryset(self):
        return complete(super().get_queryset())

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        given = self.request.query_params.get("near") if self.action == "list" else None
        if not given:
            return rows
        county = VenueFilter(self.request.query_params, queryset, request=self.request).county
        self.page_order = NEAR_ORDER
        return ordered(rows, county)[0]

    def paginate_queryset(self, queryset):
        return say_nearness(super().paginate_queryset(queryset))

    @extend_schema(
        summary="Enter a venue, or send one again",
        description="`source` and `source_id` name a venue for good: sent again it is the same venue, changed where it "
        "differs (201 the first time, 200 afterwards); its county and its whole stay. Without ids, send an "
        "`Idempotency-Key`. A part names its whole as `parent`.",
        request=shapes.VenueWriteSerializer,
        responses={
            201: shapes.VenueSerializer,
            200: OpenApiResponse(shapes.VenueSerializer, "It was known; it is as sent now."),
        },
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        data = self._sent(shapes.VenueWriteSerializer).validated_data
        venue, outcome = send_venue(actor=request.user, form_key=form_key(request), **data)
        return self._answer(venue, status=201 if outcome == Outcome.CREATED else 200)

    @extend_schema(
        summary="Change a venue",
        description="Only what is sent changes. `version` is the one that was read: when somebody changed the venue "
        "meanwhile, the answer is 409 with the code `stale`.",
        request=shapes.VenueChangeSerializer,
        responses=shapes.VenueSerializer,
        examples=[OpenApiExample("Correct the capacity", value={"version": 3, "capacity": 200}, request_only=True)],
    )
    def partial_update(self, request, pk):
        venue = self.get_object()
        data = self._sent(shapes.VenueChangeSerializer, venue).validated_data
        return self._answer(venues.change_venue(actor=request.user, venue=venue, **data))

    @extend_schema(summary="The tree in which a venue lies", responses=shapes.PartSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def parts(self, request, pk):
        return Response(shapes.PartSerializer(tree_of(self.get_object()), many=True).data)

    @extend_schema(
        summary="Move a venue with its parts into another whole",
        description="Bookings follow their venue. A move that would let two of them share room and time is refused "
        "with the code `taken_after_the_move`.",
        request=shapes.VenueMoveSerializer,
        responses=shapes.VenueSerializer,
    )
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        data = self._sent(shapes.VenueMoveSerializer).validated_data
        return self._answer(venues.move_venue(actor=request.user, venue=self.get_object(), **data))

    @extend_schema(
        summary="End a venue with its parts",
        request=shapes.VenueEndSerializer,
        responses=shapes.VenueSerializer,
    )
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        data = self._sent(shapes.VenueEndSerializer).validated_data
        return self._answer(venues.end_venue(actor=request.user, venue=self.get_object(), **data))

    @extend_schema(
        summary="Set the opening hours of the week",
        request=shapes.WeekSerializer,
        responses=shapes.VenueSerializer,
        examples=[WEEK],
    )
    @action(detail=True, methods=["put"])
    def hours(self, request, pk):
        data = self._sent(shapes.WeekSerializer).content()
        return self._answer(hours.set_opening_hours(actor=request.user, venue=self.get_object(), **data))

    @export_schema("All venues that fit the filters, as one file")
    @action(detail=False, content_negotiation_class=AnyAccept, pagination_class=None)
    def export(self, request):
        filters = VenueFilter(request.query_params, Venue.objects.visible_to(request.user), request=request)
        return export_of(request, filters, exporting.table_of, description_of)

    def _sent(self, shape, row=None):
        context = self.get_serializer_context()
        serializer = shape(row, data=self.request.data, partial=row is not None, context=context)
        serializer.is_valid(raise_exception=True)
        return serializer

    def _answer(self, venue, status=200):
        shown = complete(Venue.objects.visible_to(self.request.user)).get(pk=venue.pk)
        return Response(self.get_serializer(shown).data, status=status)
