"""Bulletins over REST: read, and taken along as files."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action

from core.api import AnyAccept, KnownParametersMixin
from core.papers.download import DOCX, PDF, download
from core.scoping import ScopedRowsMixin
from indicators.bulletins import files
from indicators.filters.bulletins import BulletinFilter
from indicators.models import Bulletin
from indicators.serializers.bulletins import BulletinDetailSerializer, BulletinSerializer

FILE = OpenApiResponse(OpenApiTypes.BINARY, "The file.")
EXAMPLE = {
    "id": 4, "version": 6, "kind": "year", "period": "2024", "first_day": "2024-01-01", "last_day": "2024-12-31",
    "state": "issued", "title": "2024年工作情况", "organ": "重庆市文明办　四川省文明办",
    "headline": "2024年，川渝两地围绕“巴蜀同脉 文明同行”，组建跨区域宣讲队伍2000余支［1］，开展宣讲活动3万余场［4］。",
    "text": "", "vintage": "2025-01-02T08:00:00+08:00", "issue_year": 2025, "number": 3, "issued_on": "2025-01-10",
    "pdf_digest": "29270c978624377ae8eca1eba31177153201ebe42089b29415580e52326276d9",
    "docx_digest": "1cb1a7747244dab05858ed2a0f4a9bcf1fa43728f5c24fbb1be05fafe8423475", "tables": [],
    "figures": [
        {
            "name": "lectures", "label": "宣讲活动", "value": 31704, "before": 28110, "noun": "场", "phrase": "3万余场",
            "meaning": "类型为宣讲的活动。", "rule": ["只统计已审核的记录。"], "as_of": "2025-01-02T08:00:00+08:00",
            "question": "/api/v1/statistics/?measures=lectures&from=2024-01-01&to=2024-12-31",
        }
    ],
}  # fmt: skip


@extend_schema_view(
    list=extend_schema(summary="Bulletins: the issued ones for all staff, those on their way for the offices"),
    retrieve=extend_schema(
        summary="A bulletin with its figures as they were frozen",
        responses={200: OpenApiResponse(BulletinDetailSerializer, examples=[OpenApiExample("Issued", value=EXAMPLE)])},
    ),
)
class BulletinViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    model = Bulletin
    filterset_class = BulletinFilter
    lookup_value_converter = "int"
    schema_tags = ["statistics"]

    def get_serializer_class(self):
        return BulletinSerializer if self.action == "list" else BulletinDetailSerializer

    @extend_schema(summary="As PDF; issued ones have the digest that the row names", responses={(200, PDF): FILE})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def pdf(self, request, pk):
        bulletin = self._drawn()
        return download(files.pdf(bulletin), PDF, f"{bulletin}.pdf")

    @extend_schema(summary="As DOCX; issued ones have the digest that the row names", responses={(200, DOCX): FILE})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def docx(self, request, pk):
        bulletin = self._drawn()
        return download(files.docx(bulletin), DOCX, f"{bulletin}.docx")

    def _drawn(self):
        bulletin = self.get_object()
        if not bulletin.figures:
            raise Http404
        return bulletin
