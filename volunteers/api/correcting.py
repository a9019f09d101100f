"""Requests for corrections over the API: signed in, as on the pages; tokens see none."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.correcting import CorrectionFilter
from volunteers.models import Correction, Volunteer
from volunteers.queries import correcting as queries
from volunteers.serializers import correcting as shapes
from volunteers.serializers.joining import RegisteredSerializer
from volunteers.serializers.merging import DecisionSerializer
from volunteers.services.approving import approve_correction, refuse_correction
from volunteers.services.claims import confirm_claim

SEEN = OpenApiExample(
    "The document lies there",
    value={"seen_document": "11010519491231002X", "reason": "本人持身份证到窗口核对"},
    request_only=True,
)
REFUSED = OpenApiExample("Not taken over", value={"reason": "证件与申请不符"}, request_only=True)


@extend_schema_view(
    list=extend_schema(
        summary="Requests for corrections, the longest waiting first",
        description="For reviewers of the home county and the office of its province, signed in; no token does.",
    ),
    retrieve=extend_schema(
        summary="One request, compared with what is kept",
        description="Numbers are masked: whoever decides types them from the document.",
        responses=shapes.CorrectionDetailSerializer,
    ),
)
class CorrectionViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """People ask that name, document or birth date be put right."""

    model = Correction
    serializer_class = shapes.CorrectionSerializer
    filterset_class = CorrectionFilter
    page_order = queries.ORDER
    lookup_value_converter = "int"
    schema_tags = ["volunteers"]

    def get_queryset(self):
        return queries.complete(super().get_queryset())

    def retrieve(self, request, pk):
        return self._answer(self.get_object())

    @extend_schema(
        summary="Take the correction over",
        description="Everything is judged anew. Where the document stands with somebody else the request stays open, "
        "and `pair` names what is decided first. Not by who registered the person (`registered_by_you`).",
        request=shapes.SeenSerializer,
        responses=shapes.CorrectionDetailSerializer,
        examples=[SEEN],
    )
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        return self._decide(shapes.SeenSerializer, approve_correction)

    @extend_schema(
        summary="Refuse the correction",
        description="What stands stays, and what was asked is forgotten. The person reads the reason.",
        request=DecisionSerializer,
        responses=shapes.CorrectionDetailSerializer,
        examples=[REFUSED],
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request, pk):
        return self._decide(DecisionSerializer, refuse_correction)

    def _decide(self, shape, service):
        correction = self.get_object()
        asked = shape(data=self.request.data)
        asked.is_valid(raise_exception=True)
        service(actor=self.request.user, correction=correction, **asked.validated_data)
        return self._answer(self.get_object())

    def _answer(self, correction):
        correction.lines, correction.note = queries.lines_of(correction), queries.note_of(correction)
        return Response(shapes.CorrectionDetailSerializer(correction).data)


@extend_schema(
    operation_id="volunteers_confirm",
    summary="Count a registration that was to be checked",
    description="For reviewers of the home county and the office of its province, who saw the document. Refused with "
    "`document_held` while it stands with another registration: one document is one person.",
    request=shapes.SeenSerializer,
    responses=RegisteredSerializer,
    examples=[SEEN],
    tags=["volunteers"],
)
@api_view(["POST"])
def confirm(request, volunteer_no):
    rows = Volunteer.objects.revealable_by(request.user).manageable_by(request.user)
    volunteer = get_object_or_404(rows, volunteer_no=str(volunteer_no))
    asked = shapes.SeenSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    volunteer = confirm_claim(actor=request.user, volunteer=volunteer, **asked.validated_data)
    return Response(RegisteredSerializer(volunteer).data)
