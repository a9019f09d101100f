"""Invitations and attendance over the API: the same scoped rows and services as the pages."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from meetings.filters.attendance import AttendeeFilter, InvitationFilter
from meetings.models import Attendee, Invitation
from meetings.queries.attendance import counted
from meetings.serializers.attendance import (
    ArrivalSerializer,
    AttendeeSerializer,
    InvitationSerializer,
    PresenceSerializer,
    ReplySerializer,
)
from meetings.services.attendance import add_attendee, set_presence
from meetings.services.invitations import reply_invitation

REPLY = OpenApiExample(
    "Two come, one for another",
    request_only=True,
    value={
        "reply": "coming",
        "people": [
            {"name": "样例甲", "rank": "副部长", "unit": "隆昌市委宣传部"},
            {"name": "样例乙", "rank": "科员", "unit": "隆昌市文明办", "stands_in_for": "样例丙"},
        ],
    },
)


class _Rows(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    lookup_value_converter = "int"
    schema_tags = ["meetings"]

    def valid(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


@extend_schema_view(
    list=extend_schema(summary="Regions that are invited, with their replies and numbers of people"),
    retrieve=extend_schema(summary="One invitation"),
)
class InvitationViewSet(_Rows):
    """Who is invited to which meeting."""

    model = Invitation
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter

    def get_queryset(self):
        if self.action != "reply" or getattr(self, "swagger_fake_view", False):
            return counted(super().get_queryset())
        rows = Invitation.objects.visible_to(self.request.user)
        own, led = rows.answerable_by(self.request.user), rows.manageable_by(self.request.user)
        return counted(rows.filter(Q(pk__in=own.values("pk")) | Q(pk__in=led.values("pk"))))

    @extend_schema(
        summary="Reply: coming, with names, or excused with a note",
        description="By the region that is invited, or by the convener for it, which is noted as said by phone. "
        "Until the meeting begins; a later reply replaces the earlier one.",
        request=ReplySerializer,
        responses=InvitationSerializer,
        examples=[REPLY],
    )
    @action(detail=True, methods=["post"])
    def reply(self, request, pk):
        invitation, values = self.get_object(), self.valid(ReplySerializer)
        own = Invitation.objects.visible_to(request.user).answerable_by(request.user)
        by_phone = not own.filter(pk=invitation.pk).exists()
        reply_invitation(actor=request.user, invitation=invitation, by_phone=by_phone, **values)
        return Response(self.get_serializer(self.get_object()).data)


@extend_schema_view(
    list=extend_schema(summary="People on sign-in sheets, for members of the body, offices and the auditor"),
    retrieve=extend_schema(summary="One person on a sheet"),
)
class AttendanceViewSet(_Rows):
    """Who comes, and who was there."""

    model = Attendee
    serializer_class = AttendeeSerializer
    filterset_class = AttendeeFilter

    def get_queryset(self):
        return super().get_queryset().select_related("invitation__region", "invitation__meeting")

    @extend_schema(
        summary="Add somebody who came unannounced",
        request=ArrivalSerializer,
        responses={201: AttendeeSerializer},
    )
    def create(self, request):
        values = self.valid(ArrivalSerializer)
        led = Invitation.objects.manageable_by(request.user).filter(pk=values["invitation"].pk)
        if not led.exists():
            raise PermissionDenied(_("Who came is noted by whoever calls the meeting."))
        row = add_attendee(actor=request.user, **values)
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(summary="Note who was there", request=PresenceSerializer, responses=AttendeeSerializer)
    @action(detail=True, methods=["post"])
    def presence(self, request, pk):
        attendee, values = self.get_object(), self.valid(PresenceSerializer)
        row = set_presence(actor=request.user, attendee=attendee, **values)
        attendee.presence = row.presence
        return Response(self.get_serializer(attendee).data)
