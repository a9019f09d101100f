from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied

from belts import examples, queries, services
from belts.filters import BeltFilter, RegionFilter, UnitFilter
from belts.forms import DayForm
from belts.models import Belt, Region, Unit
from belts.serializers import BeltSerializer, RegionDetailSerializer, RegionSerializer, UnitSerializer
from core.api import KnownParametersMixin
from core.filters import check_known
from core.scoping import ScopedRowsMixin

ON = OpenApiParameter(
    "on", OpenApiTypes.DATE, description="The day that belts and neighbours are asked for; today without it."
)
CODE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Six-digit code (GB/T 2260).")


class _OnDayViewSet(KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Rows as on ``?on=YYYY-MM-DD``."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.detail:
            check_known(request.query_params, {"on"})

    @property
    def day(self):
        """The day asked for; the list's filter refuses a bad one before this is asked."""
        form = DayForm(self.request.query_params)
        if not form.is_valid():
            problems = form.errors.as_data()
            raise ValidationError(problems)
        return form.cleaned_data["on"] or timezone.localdate()


@extend_schema(tags=["corridor"])
@extend_schema_view(
    list=extend_schema(
        summary="Belts with their members",
        examples=[OpenApiExample("The belts", value=examples.BELT, response_only=True)],
    ),
    retrieve=extend_schema(
        summary="One belt with its members",
        parameters=[ON],
        examples=[OpenApiExample("A belt", value=examples.BELT, response_only=True)],
    ),
)
class BeltViewSet(_OnDayViewSet, viewsets.GenericViewSet):
    model = Belt
    serializer_class = BeltSerializer
    filterset_class = BeltFilter
    page_order = ("position",)
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_serializer_context(self):
        day = self.day
        return super().get_serializer_context() | {"day": day, "seats": list(queries.seats_on(day))}


@extend_schema(tags=["corridor"])
@extend_schema_view(
    list=extend_schema(
        summary="Regions: provinces, prefectures, counties",
        description="Without `on` also those that ended, because records of their time name them; `belt` is today's.",
        examples=[OpenApiExample("A county", value=examples.REGION, response_only=True)],
    ),
    retrieve=extend_schema(
        summary="One region with its seats, neighbours, predecessors and successors",
        parameters=[CODE, ON],
        examples=[OpenApiExample("A county", value=examples.REGION_DETAIL, response_only=True)],
    ),
)
class RegionViewSet(_OnDayViewSet, viewsets.GenericViewSet):
    model = Region
    filterset_class = RegionFilter
    page_order = ("code",)
    lookup_url_kwarg = "code"
    lookup_value_regex = "[0-9]{6}"

    def get_serializer_class(self):
        return RegionDetailSerializer if self.detail else RegionSerializer

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.prefetch_related("belt_memberships", "predecessors", "successors") if self.detail else rows

    def get_serializer_context(self):
        day = self.day
        return super().get_serializer_context() | {"day": day, "seats": queries.membership_map(day)}


@extend_schema(tags=["corridor"])
@extend_schema_view(
    list=extend_schema(
        summary="Units",
        description="Without `on` also those that were closed. `region`, `belt` and `province` find joint stations "
        "of all the counties that they serve.",
        examples=[OpenApiExample("A unit", value=examples.UNIT, response_only=True)],
    ),
    retrieve=extend_schema(
        summary="One unit", examples=[OpenApiExample("A unit", value=examples.UNIT, response_only=True)]
    ),
    create=extend_schema(
        summary="Add a unit to a region that you keep",
        examples=[OpenApiExample("An institute", value=examples.NEW_UNIT, request_only=True)],
    ),
    partial_update=extend_schema(
        summary="Change, move or close a unit",
        examples=[OpenApiExample("Close it", value=examples.CLOSED_UNIT, request_only=True)],
    ),
)
class UnitViewSet(
    KnownParametersMixin,
    ScopedRowsMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    model = Unit
    serializer_class = UnitSerializer
    filterset_class = UnitFilter
    page_order = ("pk",)
    lookup_value_regex = "[0-9]+"
    http_method_names = ["get", "head", "options", "post", "patch"]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.detail or request.method == "POST":
            check_known(request.query_params, set())
        if request.method == "POST" and not Region.objects.visible_to(request.user).units_kept_by(request.user):
            raise PermissionDenied

    def get_queryset(self):
        return super().get_queryset().prefetch_related("shared_with")

    def perform_create(self, serializer):
        serializer.instance = services.create_unit(actor=self.request.user, **serializer.validated_data)

    def perform_update(self, serializer):
        unit, given = serializer.instance, serializer.validated_data
        fields = ("name", "kind", "parent", "since", "until", "source")
        values = {name: getattr(unit, name) for name in fields} | {"shared_with": list(unit.shared_with.all())}
        serializer.instance = services.change_unit(actor=self.request.user, unit=unit, **values | given)
