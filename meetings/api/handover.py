"""Handovers over the API: the same rows, filters and services as the pages."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from meetings.filters.handover import HandoverFilter
from meetings.models import Handover
from meetings.queries.handover import complete, shows_contacts
from meetings.queries.handover_contents import contents_of
from meetings.serializers import handover as shapes
from meetings.services import handover as services

ONE = shapes.HandoverDetailSerializer
HANDED = OpenApiExample(
    "荣昌区 to 隆昌市",
    request_only=True,
    value={"contacts": "隆昌市：区委宣传部 李四 0832-0000000", "note": "第四季度会议改在一月。", "version": 1},
)


@extend_schema(tags=["meetings"])
@extend_schema_view(
    list=extend_schema(summary="Handovers from one convener to the next, the latest first"),
    retrieve=extend_schema(summary="One handover with what is handed over", responses=ONE),
)
class HandoverViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """From the convener of a year to the next one. Owed from 1 December; the new term begins without it."""

    model = Handover
    serializer_class = shapes.HandoverSerializer
    filterset_class = HandoverFilter
    page_order = ("-pk",)
    lookup_value_converter = "int"

    def get_queryset(self):
        if self.action in ("missing", "accept") and not getattr(self, "swagger_fake_view", False):
            return complete(Handover.objects.visible_to(self.request.user).received_by(self.request.user))
        return complete(super().get_queryset())

    def retrieve(self, request, pk):
        return self._answer(self.get_object())

    @extend_schema(
        summary="Hand over, as the outgoing convener",
        description="May be repeated with better words until it is accepted.",
        request=shapes.HandOverSerializer,
        responses=ONE,
        examples=[HANDED],
    )
    @action(detail=True, methods=["post"], url_path="hand-over", url_name="hand-over")
    def hand_over(self, request, pk):
        return self._do(services.hand_over, shapes.HandOverSerializer)

    @extend_schema(
        summary="Say what is missing, as the incoming convener",
        description="Refused with the code `not_handed_over` before anything was handed over.",
        request=shapes.MissingSerializer,
        responses=ONE,
    )
    @action(detail=True, methods=["post"])
    def missing(self, request, pk):
        return self._do(services.say_missing, shapes.MissingSerializer)

    @extend_schema(
        summary="Accept, as the incoming convener",
        description="What was handed over is kept as it is then.",
        request=shapes.AcceptSerializer,
        responses=ONE,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        return self._do(services.accept_handover, shapes.AcceptSerializer)

    def _do(self, service, shape):
        handover = self.get_object()
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return self._answer(service(actor=self.request.user, handover=handover, **serializer.validated_data))

    def _answer(self, handover):
        user = self.request.user
        context = self.get_serializer_context() | {
            "contents": contents_of(handover).readable_by(user),
            "shows_contacts": shows_contacts(user, handover),
        }
        return Response(ONE(handover, context=context).data)
