"""The shape of bodies and their meetings over the API. Rules live in ``meetings.services``."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from belts.models import Region
from core.serializers import StrictSerializer, VisibleKeyField
from meetings.models import Body, JointMeeting, MeetingStep
from meetings.queries.bodies import host_of, host_on, members_of
from meetings.queries.cadence import WORDS
from meetings.serializers.rotation import PlaceSerializer
from venues.models import Venue

LONGEST_REASON = MeetingStep._meta.get_field("reason").max_length


class BodySerializer(serializers.ModelSerializer):
    """Who meets, how often, and its clocks."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)

    class Meta:
        model = Body
        fields = [
            "code", "url", "name", "kind", "belt", "cadence", "since", "until", "above", "reminder_days", "call_days",
            "lock_days", "notice_days", "source",
        ]  # fmt: skip
        read_only_fields = fields


class BodyPeriodSerializer(serializers.Serializer):
    period = serializers.CharField(source="meeting.period")
    verdict = serializers.ChoiceField(list(WORDS), help_text="What became of it.")
    meeting = serializers.IntegerField(source="meeting.pk")


class BodyDetailSerializer(BodySerializer):
    """With who sits in it and who hosts today, and its periods, the latest first."""

    members = serializers.SerializerMethodField()
    host = serializers.SerializerMethodField()
    periods = serializers.SerializerMethodField()

    class Meta(BodySerializer.Meta):
        fields = [*BodySerializer.Meta.fields, "members", "host", "periods"]
        read_only_fields = fields

    @extend_schema_field(PlaceSerializer(many=True))
    def get_members(self, body):
        return PlaceSerializer(members_of(body, self.context["today"]), many=True).data

    @extend_schema_field(PlaceSerializer(allow_null=True))
    def get_host(self, body):
        host = host_on(body, self.context["today"])
        return PlaceSerializer(host).data if host else None

    @extend_schema_field(BodyPeriodSerializer(many=True))
    def get_periods(self, body):
        return BodyPeriodSerializer(self.context["compliance"].lines, many=True).data


class MeetingSerializer(serializers.ModelSerializer):
    """A meeting as it is."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    name = serializers.CharField(source="__str__", help_text="Its title, else the body and the period.")
    body_name = serializers.CharField(source="body.name")
    host_name = serializers.CharField(source="host.name", default=None, allow_null=True)
    venue_name = serializers.CharField(source="venue.name", default=None, allow_null=True)
    late = serializers.BooleanField(source="was_late", help_text="Held after its period had ended.")

    class Meta:
        model = JointMeeting
        fields = [
            "id", "url", "version", "name", "body", "body_name", "period", "period_first", "period_last", "ordinal",
            "title", "state", "state_since", "starts_at", "ends_at", "precision", "host", "host_name", "venue",
            "venue_name", "booking", "place", "items_until", "date_is_guess", "merged_into", "late", "sequence",
        ]  # fmt: skip
        read_only_fields = fields


class MeetingStepSerializer(serializers.ModelSerializer):
    class Meta:
        model = MeetingStep
        fields = ["from_state", "to_state", "at", "reason"]
        read_only_fields = fields


class MeetingDetailSerializer(MeetingSerializer):
    """With its steps, and who is to host it as long as that follows from the rotation."""

    steps = MeetingStepSerializer(many=True)
    expected_host = serializers.SerializerMethodField()

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "steps", "expected_host"]
        read_only_fields = fields

    @extend_schema_field(PlaceSerializer(allow_null=True))
    def get_expected_host(self, meeting):
        host = host_of(meeting)
        return PlaceSerializer(host).data if host else None


class DaySerializer(StrictSerializer):
    """A day and a place: a venue of the portal, words, or both."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    venue = VisibleKeyField(Venue, required=False, allow_null=True, default=None, help_text="It is asked for at once.")
    place = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    items_until = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Without it the evening of the body's locking day."
    )


class MoveMeetingSerializer(DaySerializer):
    reason = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed where the day lies after the period.",
    )
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class _TitledSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    host = VisibleKeyField(
        Region,
        required=False,
        allow_null=True,
        default=None,
        help_text="Only of a body whose host follows from no turn: one of its members.",
    )


class PlanMeetingSerializer(MoveMeetingSerializer, _TitledSerializer):
    """A day for what is expected, postponed or missed."""


class AddMeetingSerializer(DaySerializer, _TitledSerializer):
    """A meeting of no period."""

    body = VisibleKeyField(Body)


class MeetingVersionSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class GivingUpSerializer(MeetingVersionSerializer):
    reason = serializers.CharField(max_length=LONGEST_REASON)


class MergeMeetingSerializer(GivingUpSerializer):
    into = VisibleKeyField(JointMeeting, help_text="Another meeting of the same body.")
