"""Reported figures over the API: the same scoped rows and services as the pages."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from indicators.examples import reported as examples
from indicators.filters.reported import ReportFilter
from indicators.models import Report
from indicators.models.reported.scope import reporting_codes
from indicators.queries.reported.differences import differences_of
from indicators.queries.reported.rights import complete
from indicators.serializers import reported as shapes
from indicators.services.reported import accepting, differences, reports

OFFICE_STEPS = ("accept", "give_back", "sign")


@extend_schema_view(
    list=extend_schema(summary="Reported figures that fit the filters, the latest first"),
    retrieve=extend_schema(summary="One reported figure"),
)
class ReportViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Figures of regions and periods. Typed by the region's people, accepted by their own provincial office."""

    model = Report
    serializer_class = shapes.ReportSerializer
    filterset_class = ReportFilter
    page_order = ("-first", "-pk")
    lookup_value_converter = "int"
    schema_tags = ["indicators"]
    action_parameters = {"differences": frozenset()}

    def get_queryset(self):
        if self.action in OFFICE_STEPS and not getattr(self, "swagger_fake_view", False):
            return complete(Report.objects.visible_to(self.request.user).acceptable_by(self.request.user))
        return complete(super().get_queryset())

    @extend_schema(
        summary="Report a figure, or change it",
        description="The cell is indicator, region and period. After the deadline, or after acceptance, "
        "`late_reason` is needed. A survey without `sample_size` is refused.",
        request=shapes.ReportWriteSerializer,
        responses={200: OpenApiResponse(shapes.ReportSerializer, "Changed."), 201: shapes.ReportSerializer},
        examples=[
            OpenApiExample("Visitors of a quarter", request_only=True, value=examples.REPORT),
            OpenApiExample("A survey", request_only=True, value=examples.SURVEY),
        ],
    )
    def create(self, request):
        return self._write(reports.report_figure, shapes.ReportWriteSerializer)

    @extend_schema(
        summary="Say that another figure is right than the one that the statistics fill in",
        description="In no total. It stands among the differences until the two agree or the office signs it.",
        request=shapes.ClaimSerializer,
        responses={200: OpenApiResponse(shapes.ReportSerializer, "Changed."), 201: shapes.ReportSerializer},
        examples=[OpenApiExample("Two events more", request_only=True, value=examples.CLAIM)],
    )
    @action(detail=False, methods=["post"])
    def claim(self, request):
        return self._write(differences.claim_figure, shapes.ClaimSerializer)

    @extend_schema(
        summary="Explain a figure that is out of the ordinary",
        request=shapes.ReportExplanationSerializer,
        responses=shapes.ReportSerializer,
    )
    @action(detail=True, methods=["post"])
    def explain(self, request, pk):
        return self._step(reports.explain_figure, shapes.ReportExplanationSerializer)

    @extend_schema(
        summary="Accept as the region's own provincial office",
        description="Refused with `own_report` for who typed it, `explanation_missing` while it is doubtful.",
        request=shapes.ReportVersionSerializer,
        responses=shapes.ReportSerializer,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        return self._step(accepting.accept_report, shapes.ReportVersionSerializer)

    @extend_schema(
        summary="Return with a reason, as the region's own provincial office",
        request=shapes.ReportReasonSerializer,
        responses=shapes.ReportSerializer,
        examples=[OpenApiExample("Does not fit", request_only=True, value=examples.RETURNED)],
    )
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request, pk):
        return self._step(accepting.return_report, shapes.ReportReasonSerializer)

    @extend_schema(
        summary="Sign the difference between a typed figure and the counted one",
        request=shapes.ReportReasonSerializer,
        responses=shapes.ReportSerializer,
    )
    @action(detail=True, methods=["post"])
    def sign(self, request, pk):
        return self._step(differences.sign_difference, shapes.ReportReasonSerializer)

    @extend_schema(
        summary="Typed figures that the statistics contradict, unsigned ones first",
        responses=shapes.DifferenceSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def differences(self, request):
        return Response(shapes.DifferenceSerializer(differences_of(request.user), many=True).data)

    def _values(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _write(self, service, shape):
        codes = reporting_codes(self.request.user)
        if not codes:
            raise Http404
        values = self._values(shape)
        if values["region"].pk not in codes:
            message = _("You do not report for this region.")
            raise ValidationError({"region": ValidationError(message, code="region_not_yours")})
        cell = {name: values[name] for name in ("indicator", "region", "period")}
        known = Report.objects.visible_to(self.request.user).filter(**cell).exists()
        report = service(actor=self.request.user, **values)
        return self._answer(report, 200 if known else 201)

    def _step(self, service, shape):
        report = self.get_object()
        service(actor=self.request.user, report=report, **self._values(shape))
        return self._answer(report)

    def _answer(self, report, status=200):
        shown = complete(Report.objects.visible_to(self.request.user)).get(pk=report.pk)
        return Response(self.get_serializer(shown).data, status=status)
