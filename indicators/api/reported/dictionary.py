"""Data sets and indicators over the API."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from belts.models.rights import writes_corridor
from core import exports
from core.api import AnyAccept, KnownParametersMixin
from core.scoping import ScopedRowsMixin
from indicators.examples import reported as examples
from indicators.exporting import reported as reported_files
from indicators.models import DataSet, Indicator
from indicators.queries.reported import cells
from indicators.queries.reported.completeness import completeness_of
from indicators.queries.reported.rights import closable_provinces
from indicators.queries.reported.series import series_of
from indicators.queries.reported.totals import figures_of, totals_of
from indicators.serializers import reported as shapes
from indicators.services.reported import dictionary
from indicators.services.reported.accepting import close_period

PERIOD = OpenApiParameter("period", str, OpenApiParameter.PATH, description="2025, 2025-H1, 2025-Q1 or 2025-05.")
FORMAT = OpenApiParameter("format", str, enum=exports.FORMATS, default="csv")


class _KeptByTheOffices(KnownParametersMixin, ScopedRowsMixin, viewsets.ReadOnlyModelViewSet):
    """Read by all staff; new rows by the corridor office."""

    page_order = ("pk",)
    lookup_value_converter = "slug"
    schema_tags = ["indicators"]

    def values(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def check_may_add(self, pk):
        """404 for who keeps no dictionary; ``unique`` for a code that is taken."""
        if not writes_corridor(self.request.user):
            raise Http404
        if self.model._default_manager.visible_to(self.request.user).filter(pk=pk).exists():
            message = _("A row with this value exists already.")
            raise ValidationError({"code": ValidationError(message, code="unique")})

    def answer(self, row, status=200):
        return Response(self.get_serializer(row).data, status=status)


@extend_schema_view(
    list=extend_schema(summary="Data sets: what is reported together, how often, until when"),
    retrieve=extend_schema(summary="One data set"),
)
class DataSetViewSet(_KeptByTheOffices):
    model = DataSet
    serializer_class = shapes.DataSetSerializer

    @extend_schema(
        summary="Add a data set or change it, as the corridor office",
        request=shapes.DataSetWriteSerializer,
        responses=shapes.DataSetSerializer,
    )
    def update(self, request, pk):
        if not writes_corridor(request.user):
            raise Http404
        row = dictionary.record_data_set(actor=request.user, code=pk, **self.values(shapes.DataSetWriteSerializer))
        return self.answer(row)

    @extend_schema(
        summary="A period: completeness by region, totals, and who has closed it",
        parameters=[PERIOD],
        responses=shapes.ReportedPeriodSerializer,
    )
    @action(detail=True, methods=["get"], url_path="periods/<str:period>")
    def period(self, request, pk, period):
        data_set = self.get_object()
        span = cells.period_for(data_set, period, timezone.localdate())
        made = completeness_of(data_set, span)
        indicators = list(cells.indicators_of(data_set, span.last).select_related("data_set"))
        data = figures_of(indicators, [span]) if indicators else None
        totals = [(row, totals_of(request.user, row, span, data)) for row in indicators]
        content = {
            "period": span.word, "first": span.first, "last": span.last, "due_on": made.due_on,
            "provisional": made.provisional, "closings": made.closings.values(), "completeness": made.lines,
            "totals": [
                {"indicator": row.pk, "corridor": found.pop(""), "provinces": found} for row, found in totals
            ],
        }  # fmt: skip
        return Response(shapes.ReportedPeriodSerializer(content).data)

    @extend_schema(
        summary="A period as a file",
        description="Totals of each indicator, and what each region reported as far as the caller may read it.",
        parameters=[PERIOD, FORMAT],
        responses={(200, exports.CSV_TYPE.split(";")[0]): bytes, (200, exports.XLSX_TYPE): bytes},
    )
    @action(detail=True, methods=["get"], url_path="periods/<str:period>/file", content_negotiation_class=AnyAccept)
    def period_file(self, request, pk, period):
        file_format = exports.check_format(request.query_params.get("format", "csv"))
        data_set = self.get_object()
        span = cells.period_for(data_set, period, timezone.localdate())
        table = reported_files.period_file(actor=request.user, data_set=data_set, span=span)
        return exports.answer(table, file_format)

    @extend_schema(
        summary="Close a period for one's own province",
        description="Refused with `reports_wait` while a figure is not accepted, with `missing_unexplained` where "
        "figures are missing and nobody says why. A later change opens the period again.",
        request=shapes.ClosePeriodSerializer,
        responses=shapes.ClosingSerializer,
        examples=[OpenApiExample("A quarter of Chongqing", request_only=True, value=examples.CLOSED)],
    )
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
        if not request.user.reach.provinces:
            raise Http404
        values = self.values(shapes.ClosePeriodSerializer)
        span = cells.period_for(data_set, values["period"], timezone.localdate())
        province = values["province"]
        if not closable_provinces(request.user, list(cells.provinces_of(data_set, span.last).filter(pk=province.pk))):
            message = _("You do not report for this region.")
            raise ValidationError({"province": ValidationError(message, code="region_not_yours")})
        closing = close_period(actor=request.user, data_set=data_set, **values)
        return Response(shapes.ClosingSerializer(closing).data)


@extend_schema_view(
    list=extend_schema(summary="The dictionary of reported indicators"),
    retrieve=extend_schema(summary="One indicator with both definitions"),
)
class IndicatorViewSet(_KeptByTheOffices):
    """What is reported because no ledger counts it."""

    model = Indicator
    serializer_class = shapes.IndicatorSerializer

    @extend_schema(
        summary="Add an indicator as the corridor office, or change one that you keep",
        description="Unit, places and totals stay once figures have come in (`meaning_is_settled`).",
        request=shapes.IndicatorEditSerializer,
        responses={200: shapes.IndicatorSerializer, 201: shapes.IndicatorSerializer},
    )
    def update(self, request, pk):
        known = Indicator.objects.visible_to(request.user).filter(pk=pk).exists()
        if known:
            self.get_object()
        else:
            self.check_may_add(pk)
        row = dictionary.record_indicator(actor=request.user, code=pk, **self.values(shapes.IndicatorEditSerializer))
        return self.answer(row, 200 if known else 201)

    @extend_schema(
        summary="Word what one's own province means by it",
        request=shapes.DefinitionSerializer,
        responses=shapes.IndicatorSerializer,
        examples=[OpenApiExample("Of Sichuan", request_only=True, value=examples.DEFINED)],
    )
    @action(detail=True, methods=["post"])
    def define(self, request, pk):
        row = get_object_or_404(Indicator.objects.visible_to(request.user).definable_by(request.user), pk=pk)
        values = self.values(shapes.DefinitionSerializer)
        reach = request.user.reach
        if not reach.corridor_office and values["province"].pk not in reach.provinces:
            message = _("You do not report for this region.")
            raise ValidationError({"province": ValidationError(message, code="region_not_yours")})
        return self.answer(dictionary.define_indicator(actor=request.user, indicator=row, **values))

    @extend_schema(summary="Its figures by period, and what was published", responses=shapes.IndicatorSeriesSerializer)
    @action(detail=True, methods=["get"])
    def series(self, request, pk):
        return Response(
            shapes.IndicatorSeriesSerializer(series_of(request.user, self.get_object(), timezone.localdate())).data
        )

    @extend_schema(
        summary="Its figures by period as a file",
        description="One line is a total, what a region reported, or what was published; figures that are not accepted "
        "yet are in the file of their own people.",
        parameters=[FORMAT],
        responses={(200, exports.CSV_TYPE.split(";")[0]): bytes, (200, exports.XLSX_TYPE): bytes},
    )
    @action(detail=True, methods=["get"], url_path="series/file", content_negotiation_class=AnyAccept)
    def series_file(self, request, pk):
        file_format = exports.check_format(request.query_params.get("format", "csv"))
        row = self.get_object()
        table = reported_files.series_file(actor=request.user, indicator=row, today=timezone.localdate())
        return exports.answer(table, file_format)

    @extend_schema(
        summary="Add a published figure of an indicator that you keep",
        request=shapes.PublishedFigureWriteSerializer,
        responses={201: shapes.PublishedFigureSerializer},
    )
    @action(detail=True, methods=["post"])
    def publish(self, request, pk):
        row = self.get_object()
        values = self.values(shapes.PublishedFigureWriteSerializer)
        figure = dictionary.record_published(actor=request.user, indicator=row, **values)
        return Response(shapes.PublishedFigureSerializer(figure).data, status=201)
