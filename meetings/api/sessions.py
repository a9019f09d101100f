"""Bodies and their meetings over the API: the same rows, filters and services as the pages."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from meetings.filters.meetings import MeetingFilter
from meetings.models import Body, JointMeeting
from meetings.queries.cadence import compliance_of
from meetings.queries.sessions import ORDER, complete
from meetings.serializers import sessions as shapes
from meetings.services import life, planning

DAY_EXAMPLE = {
    "starts_at": "2026-12-15T09:00:00+08:00",
    "ends_at": "2026-12-15T11:30:00+08:00",
    "venue": 12,
    "place": "二楼会议室",
    "version": 1,
}
PLAN_EXAMPLE = OpenApiExample("A day in the fourth quarter", request_only=True, value=DAY_EXAMPLE)
POSTPONE_EXAMPLE = OpenApiExample("Postponed", request_only=True, value={"reason": "与省级会议时间冲突", "version": 2})


@extend_schema_view(
    list=extend_schema(summary="Bodies that meet, with their cadence and clocks"),
    retrieve=extend_schema(
        summary="One body, with its members, its host of today and its periods", responses=shapes.BodyDetailSerializer
    ),
)
class BodyViewSet(KnownParametersMixin, ScopedRowsMixin, viewsets.ReadOnlyModelViewSet):
    """The provincial joint meeting, one of each belt, and others."""

    model = Body
    serializer_class = shapes.BodySerializer
    page_order = ("pk",)
    lookup_value_converter = "slug"
    schema_tags = ["meetings"]

    def retrieve(self, request, *args, **kwargs):
        body = self.get_object()
        (compliance,) = compliance_of([body])
        context = self.get_serializer_context() | {"today": timezone.localdate(), "compliance": compliance}
        return Response(shapes.BodyDetailSerializer(body, context=context).data)


@extend_schema_view(
    list=extend_schema(summary="Meetings that fit the filters, the latest first"),
    retrieve=extend_schema(summary="One meeting with its steps", responses=shapes.MeetingDetailSerializer),
)
class MeetingViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Joint meetings. Steps are made by whoever calls the body's meetings today; others do not find them."""

    model = JointMeeting
    serializer_class = shapes.MeetingSerializer
    filterset_class = MeetingFilter
    page_order = ORDER
    lookup_value_converter = "int"
    schema_tags = ["meetings"]

    def get_queryset(self):
        return complete(super().get_queryset())

    def retrieve(self, request, *args, **kwargs):
        return Response(shapes.MeetingDetailSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(
        summary="Add a meeting of no period",
        description="Of a body that meets as needed, or beside the cadence. The same body and start again is the "
        "same meeting.",
        request=shapes.AddMeetingSerializer,
        responses={201: shapes.MeetingSerializer, 404: OpenApiResponse(description="You do not call its meetings.")},
        examples=[OpenApiExample("明月山", request_only=True, value={"body": "mingyueshan", **DAY_EXAMPLE})],
    )
    def create(self, request):
        values = self._values(shapes.AddMeetingSerializer)
        if not Body.objects.visible_to(request.user).led_by(request.user).filter(pk=values["body"].pk).exists():
            raise Http404
        return self._answer(planning.add_meeting(actor=request.user, **values), status=201)

    @extend_schema(
        summary="Plan: a day and a place",
        description="For what is expected, postponed or missed. The hall is asked for in the same step; what it "
        "refuses stands at `venue`.",
        request=shapes.PlanMeetingSerializer,
        responses=shapes.MeetingSerializer,
        examples=[PLAN_EXAMPLE],
    )
    @action(detail=True, methods=["post"])
    def plan(self, request, pk):
        return self._do(planning.plan_meeting, shapes.PlanMeetingSerializer)

    @extend_schema(
        summary="Move to another day or place",
        description="Everybody who takes part is told; the hall moves along.",
        request=shapes.MoveMeetingSerializer,
        responses=shapes.MeetingSerializer,
        examples=[PLAN_EXAMPLE],
    )
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        return self._do(planning.move_meeting, shapes.MoveMeetingSerializer)

    @extend_schema(
        summary="Open the agenda", request=shapes.MeetingVersionSerializer, responses=shapes.MeetingSerializer
    )
    @action(detail=True, methods=["post"], url_path="open-agenda", url_name="open-agenda")
    def open_agenda(self, request, pk):
        return self._do(life.open_agenda, shapes.MeetingVersionSerializer)

    @extend_schema(
        summary="Lock the agenda", request=shapes.MeetingVersionSerializer, responses=shapes.MeetingSerializer
    )
    @action(detail=True, methods=["post"], url_path="lock-agenda", url_name="lock-agenda")
    def lock_agenda(self, request, pk):
        return self._do(life.lock_agenda, shapes.MeetingVersionSerializer)

    @extend_schema(
        summary="Give notice to everybody who takes part",
        request=shapes.MeetingVersionSerializer,
        responses=shapes.MeetingSerializer,
    )
    @action(detail=True, methods=["post"])
    def notice(self, request, pk):
        return self._do(life.send_notice, shapes.MeetingVersionSerializer)

    @extend_schema(
        summary="Record that it was held", request=shapes.MeetingVersionSerializer, responses=shapes.MeetingSerializer
    )
    @action(detail=True, methods=["post"])
    def hold(self, request, pk):
        return self._do(life.record_held, shapes.MeetingVersionSerializer)

    @extend_schema(
        summary="Postpone without a new day",
        request=shapes.GivingUpSerializer,
        responses=shapes.MeetingSerializer,
        examples=[POSTPONE_EXAMPLE],
    )
    @action(detail=True, methods=["post"])
    def postpone(self, request, pk):
        return self._do(life.postpone_meeting, shapes.GivingUpSerializer)

    @extend_schema(
        summary="Merge into another meeting of the body",
        request=shapes.MergeMeetingSerializer,
        responses=shapes.MeetingSerializer,
    )
    @action(detail=True, methods=["post"])
    def merge(self, request, pk):
        return self._do(life.merge_meeting, shapes.MergeMeetingSerializer)

    @extend_schema(
        summary="Archive what has its minutes",
        request=shapes.MeetingVersionSerializer,
        responses=shapes.MeetingSerializer,
    )
    @action(detail=True, methods=["post"])
    def archive(self, request, pk):
        return self._do(life.archive_meeting, shapes.MeetingVersionSerializer)

    def _do(self, service, shape):
        """The row first: who may not change it does not learn what is wrong with the body."""
        meeting = self.get_object()
        return self._answer(service(actor=self.request.user, meeting=meeting, **self._values(shape)))

    def _values(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _answer(self, meeting, status=200):
        """The meeting as it is now."""
        shown = complete(JointMeeting.objects.visible_to(self.request.user)).get(pk=meeting.pk)
        return Response(self.get_serializer(shown).data, status=status)
