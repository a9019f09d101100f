"""Resolutions over the API: the same scoped rows, filters and services as the pages."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from core import exports
from core.api import AnyAccept, KnownParametersMixin
from core.scoping import ScopedRowsMixin
from core.uploads import MEDIA_TYPES
from meetings import exporting
from meetings.filters.resolutions import ResolutionFilter
from meetings.filters.terms import description_of
from meetings.models import Evidence, JointMeeting, Resolution
from meetings.queries.resolution_steps import GATES
from meetings.queries.resolutions import ORDER, complete, say_colours
from meetings.serializers import resolutions as shapes
from meetings.services import deciding, doing, evidence
from meetings.services.correcting import correct_resolution
from meetings.services.resolutions import make_resolution

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="The same key again gives the first resolution.",
)
FORMAT = OpenApiParameter("format", str, enum=exports.FORMATS, default="csv")
EXAMPLE = OpenApiExample(
    "Carried out by 隆昌, confirmed by 荣昌",
    request_only=True,
    value={
        "meeting": 12,
        "text": "共建川渝联合调解室，年内挂牌运行",
        "lead": {"region": "511083", "unit": None},
        "counterpart": "500153",
        "due_on": "2026-12-31",
    },
)
CORRECTION = OpenApiExample(
    "牵头单位登记有误",
    value={
        "reason": "牵头单位登记有误，以纪要为准",
        "parties": {"lead": {"region": "510521"}, "co_parties": [{"region": "511083"}], "counterpart": "500153"},
        "version": 3,
    },
    request_only=True,
)
LATER = OpenApiExample(
    "汛期", value={"due_on": "2027-03-31", "reason": "汛期影响施工", "version": 4}, request_only=True
)


def _form_key(request):
    given = request.headers.get("Idempotency-Key", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError as error:
        raise ValidationError(_("An Idempotency-Key is a UUID."), code="bad_key") from error


def _step(summary, shape, description=""):
    return extend_schema(
        summary=summary, description=description, request=shape, responses=shapes.ResolutionDetailSerializer
    )


@extend_schema_view(
    list=extend_schema(
        summary="Resolutions that fit the filters, what is due first at the front",
        description="Without `state` only what is not finished; `state=all` for all.",
    ),
    retrieve=extend_schema(
        summary="One resolution with its steps and files", responses=shapes.ResolutionDetailSerializer
    ),
)
class ResolutionViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """What joint meetings decided (议定事项), until somebody other than the doer confirms that it is done."""

    model = Resolution
    serializer_class = shapes.ResolutionSerializer
    filterset_class = ResolutionFilter
    page_order = ORDER
    lookup_value_converter = "int"
    schema_tags = ["meetings"]
    action_parameters = {"export": frozenset({"format"})}

    def get_queryset(self):
        if self.request and self.request.method == "POST" and not getattr(self, "swagger_fake_view", False):
            gate = GATES.get(self.action.rstrip("_").replace("_", "-"))
            return complete(gate(self.request.user) if gate else super().get_queryset())
        return complete(super().get_queryset())

    def filter_queryset(self, queryset):
        """One row is found in whatever state it is; the filters, which hide finished ones, are the list's."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        say_colours(rows)
        return rows

    def retrieve(self, request, pk):
        return self._answer(self.get_object())

    @extend_schema(
        summary="Note a resolution of a meeting",
        description="By whoever calls the meetings of the body. It crosses the border when its doers are of both "
        "provinces or a counterpart is named; then the counterpart county confirms.",
        request=shapes.ResolutionWriteSerializer,
        responses={
            201: shapes.ResolutionDetailSerializer,
            200: OpenApiResponse(shapes.ResolutionDetailSerializer, "The key was used before."),
        },
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        reach = request.user.reach
        if reach.token_is_read_only or not (reach.counties or reach.corridor_office):
            self.permission_denied(request, message=_("Resolutions are noted by whoever calls the meetings."))
        led = JointMeeting.objects.visible_to(request.user).manageable_by(request.user)
        data = self._sent(shapes.ResolutionWriteSerializer).content()
        if not led.filter(pk=data["meeting"].pk).exists():
            raise Http404
        key = _form_key(request)
        known = bool(key) and Resolution.objects.visible_to(request.user).filter(form_key=key).exists()
        made = make_resolution(actor=request.user, form_key=key, **data)
        return self._answer(made, status=200 if known else 201)

    @_step("Report how far it is, as a doer", shapes.ProgressSerializer)
    @action(detail=True, methods=["post"])
    def progress(self, request, pk):
        return self._do(doing.report_progress, shapes.ProgressSerializer)

    @extend_schema(examples=[LATER])
    @_step("Ask for more time, as a doer", shapes.ExtensionSerializer, "Only before the due date: `asked_too_late`.")
    @action(detail=True, methods=["post"], url_path="ask-extension", url_name="ask-extension")
    def ask_extension(self, request, pk):
        return self._do(doing.ask_extension, shapes.ExtensionSerializer)

    @_step(
        "Withdraw one's own request for more time",
        shapes.ResolutionVersionSerializer,
        "By who asked: `extension_of_another`.",
    )
    @action(detail=True, methods=["post"], url_path="withdraw-extension", url_name="withdraw-extension")
    def withdraw_extension(self, request, pk):
        return self._do(doing.withdraw_extension, shapes.ResolutionVersionSerializer)

    @extend_schema(examples=[CORRECTION])
    @_step(
        "Put right what was noted wrongly, by whoever calls the meetings",
        shapes.ResolutionCorrectionSerializer,
        "Text, due date and parties while it is open or reported; the course keeps what stood there (`before`). "
        "The due date only until something rests on it: `due_date_stands`.",
    )
    @action(detail=True, methods=["post"])
    def correct(self, request, pk):
        return self._do(correct_resolution, shapes.ResolutionCorrectionSerializer)

    @_step("Grant more time, as the convener", shapes.ResolutionVersionSerializer)
    @action(detail=True, methods=["post"], url_path="grant-extension", url_name="grant-extension")
    def grant_extension(self, request, pk):
        return self._do(deciding.grant_extension, shapes.ResolutionVersionSerializer)

    @_step("Refuse more time, as the convener", shapes.StepReasonSerializer)
    @action(detail=True, methods=["post"], url_path="refuse-extension", url_name="refuse-extension")
    def refuse_extension(self, request, pk):
        return self._do(deciding.refuse_extension, shapes.StepReasonSerializer)

    @_step("Report it as done, as a doer", shapes.NoteSerializer, "At least one file first: `evidence_missing`.")
    @action(detail=True, methods=["post"])
    def report(self, request, pk):
        return self._do(doing.report_done, shapes.NoteSerializer)

    @_step("Send it back, as who would confirm it", shapes.StepReasonSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, request, pk):
        return self._do(deciding.return_resolution, shapes.StepReasonSerializer)

    @_step("Confirm and close it", shapes.NoteSerializer, "Somebody else was faster: `decided_by_another`.")
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        return self._do(deciding.close_resolution, shapes.NoteSerializer)

    @_step("Open a closed one again", shapes.ReopenSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        return self._do(deciding.reopen_resolution, shapes.ReopenSerializer)

    @_step("Make it void, as the convener", shapes.StepReasonSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request, pk):
        return self._do(deciding.void_resolution, shapes.StepReasonSerializer)

    @extend_schema(
        summary="Add a file that shows it, as a doer",
        request={"multipart/form-data": shapes.UploadSerializer},
        responses={201: shapes.EvidenceSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, JSONParser])
    def evidence(self, request, pk):
        resolution = self.get_object()
        upload = self._sent(shapes.UploadSerializer).validated_data["file"]
        row = evidence.add_evidence(actor=request.user, resolution=resolution, upload=upload)
        return Response(shapes.EvidenceSerializer(row).data, status=201)

    @extend_schema(
        summary="All resolutions that fit the filters, as one file",
        parameters=[FORMAT],
        responses={(200, exports.CSV_TYPE.split(";")[0]): bytes, (200, exports.XLSX_TYPE): bytes},
        filters=True,
    )
    @action(detail=False, content_negotiation_class=AnyAccept, pagination_class=None)
    def export(self, request):
        file_format = exports.check_format(request.query_params.get("format", "csv"))
        filters = ResolutionFilter(request.query_params, Resolution.objects.visible_to(request.user), request=request)
        if not filters.is_valid():
            refusals = filters.errors.as_data()
            raise ValidationError(refusals)
        table = exporting.table_of(filters.qs, actor=request.user, description=description_of(filters))
        return exports.answer(table, file_format)

    def _sent(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer

    def _do(self, service, shape):
        resolution = self.get_object()
        return self._answer(service(actor=self.request.user, resolution=resolution, **self._sent(shape).validated_data))

    def _answer(self, resolution, status=200):
        """The resolution as it is now."""
        rows = complete(Resolution.objects.visible_to(self.request.user)).prefetch_related("steps__actor", "evidence")
        shown = rows.get(pk=resolution.pk)
        say_colours([shown])
        return Response(shapes.ResolutionDetailSerializer(shown).data, status=status)


@extend_schema_view(
    retrieve=extend_schema(
        summary="Download a file of evidence", responses={(200, kept): bytes for kept in MEDIA_TYPES}
    ),
    destroy=extend_schema(summary="Take a file back, as a doer", responses={204: None}),
)
class EvidenceViewSet(ScopedRowsMixin, viewsets.GenericViewSet):
    """Files that show that a resolution was carried out."""

    model = Evidence
    serializer_class = shapes.EvidenceSerializer
    lookup_value_converter = "int"
    schema_tags = ["meetings"]
    content_negotiation_class = AnyAccept

    def retrieve(self, request, pk):
        return exporting.download(get_object_or_404(self.get_queryset(), pk=pk))

    def destroy(self, request, pk):
        row = get_object_or_404(self.get_queryset().select_related("resolution"), pk=pk)
        evidence.remove_evidence(actor=request.user, evidence=row)
        return Response(status=204)
