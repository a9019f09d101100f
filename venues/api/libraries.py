"""Member libraries, their days, figures and flows over the API."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.filters import DayField, check_known
from core.scoping import ScopedRowsMixin
from venues.filters.libraries import FlowsForm, LibraryFilter, MonthsForm
from venues.models import Library
from venues.queries.libraries import member_series
from venues.queries.library_figures import as_mapping, figures, stays
from venues.queries.library_flows import LEVELS, flows
from venues.queries.library_gaps import days_of
from venues.serializers import libraries as shapes
from venues.services.libraries import change_library, create_library

MOST_DAYS = 400
MONTHS = [
    OpenApiParameter("from", OpenApiTypes.STR, description="First month, 2026-01; without both the present one."),
    OpenApiParameter("to", OpenApiTypes.STR, description="Last month; without it the first."),
    OpenApiParameter("region", OpenApiTypes.STR, description="Code of a county or province."),
    OpenApiParameter("library", OpenApiTypes.INT, description="Key of a library."),
]
DAYS = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day; without it 35 days back."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day; without it today."),
]
LEVEL = OpenApiParameter("level", OpenApiTypes.STR, enum=[*LEVELS], description="county without it.")


class StaffOnlyMixin:
    """Who has no post gets 403, and not a nought."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not request.user.reach.staff:
            raise PermissionDenied


@extend_schema(tags=["libraries"])
@extend_schema_view(
    list=extend_schema(summary="Member libraries of one-card lending"),
    retrieve=extend_schema(summary="One member library"),
    create=extend_schema(
        summary="Register a library of a region that you keep",
        request=shapes.LibraryWriteSerializer,
        responses={201: shapes.LibrarySerializer},
    ),
    partial_update=extend_schema(
        summary="Change a library",
        request=shapes.LibraryWriteSerializer,
        responses=shapes.LibrarySerializer,
    ),
)
class LibraryViewSet(
    KnownParametersMixin,
    StaffOnlyMixin,
    ScopedRowsMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    model, filterset_class, serializer_class = Library, LibraryFilter, shapes.LibrarySerializer
    page_order = ("code", "pk")
    lookup_value_converter = "int"
    action_parameters = {
        "figures": frozenset({"from", "to", "region", "library"}),
        "flows": frozenset({"from", "to", "region", "library", "level"}),
        "series": frozenset(),
    }

    def create(self, request):
        library = create_library(actor=request.user, **self._sent())
        return Response(self.get_serializer(library).data, status=201)

    def partial_update(self, request, pk):
        library = self.get_object()
        library = change_library(actor=request.user, library=library, **self._sent(library))
        return Response(self.get_serializer(library).data)

    def _sent(self, library=None):
        context = self.get_serializer_context()
        sent = shapes.LibraryWriteSerializer(
            library, data=self.request.data, partial=library is not None, context=context
        )
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    @extend_schema(
        summary="What came of each day, the newest first",
        parameters=DAYS,
        responses=shapes.LibraryDaySerializer(many=True),
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def days(self, request, pk):
        check_known(request.query_params, {"from", "to"})
        library, today = self.get_object(), timezone.localdate()
        last = DayField(required=False).clean(request.query_params.get("to", "")) or today
        first = DayField(required=False).clean(request.query_params.get("from", "")) or last - dt.timedelta(days=34)
        if not first <= last <= first + dt.timedelta(days=MOST_DAYS):
            message = _("The last day is not before the first, nor more than %(days)d days later.") % {
                "days": MOST_DAYS
            }
            raise ValidationError({"to": ValidationError(message, code="period_reversed")})
        return Response(shapes.LibraryDaySerializer(days_of(library, first=first, last=last), many=True).data)

    @extend_schema(
        summary="Loans, returns, crossings, and items that live where they are not owned",
        parameters=MONTHS,
        responses=shapes.FiguresSerializer,
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def figures(self, request):
        form = self._form(MonthsForm)
        counted = figures(first=form.first, last=form.last, libraries=form.keys)
        now = {f"items_{name}": number for name, number in as_mapping(stays(libraries=form.keys)).items()}
        return Response({"from": form.first, "to": form.last, **as_mapping(counted), **now})

    @extend_schema(summary="The flow from → to", parameters=[*MONTHS, LEVEL], responses=shapes.FlowsSerializer)
    @action(detail=False, pagination_class=None, filterset_class=None)
    def flows(self, request):
        form = self._form(FlowsForm)
        found = flows(level=form.level, first=form.first, last=form.last, libraries=form.keys)
        body = {"level": form.level, "first": form.first, "last": form.last, "flows": found}
        return Response(shapes.FlowsSerializer(body).data)

    @extend_schema(
        summary="What was published of the number of members, beside those known by name",
        responses=shapes.PublishedSerializer(many=True),
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def series(self, request):
        rows = [{"published": published, "known": known} for published, known in member_series(self.get_queryset())]
        return Response(shapes.PublishedSerializer(rows, many=True).data)

    def _form(self, kind):
        form = kind(self.request.query_params, user=self.request.user)
        if not form.is_valid():
            problems = form.errors.as_data()
            raise ValidationError(problems)
        return form
