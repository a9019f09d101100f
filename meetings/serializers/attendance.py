from rest_framework import serializers

from core.serializers import StrictSerializer, VisibleKeyField
from meetings.models import Attendee, Invitation


class InvitationSerializer(serializers.ModelSerializer):
    """That a region is invited and what it answered; numbers of people, whose names are under attendance."""

    region_name = serializers.CharField(source="region.name")
    asked_anew = serializers.BooleanField(
        source="is_asked_anew", help_text="Its reply was for an earlier day of the meeting; none for the new one yet."
    )
    people = serializers.IntegerField(help_text="How many were named, also for an earlier day.")
    present = serializers.IntegerField(help_text="How many of them were present.")

    class Meta:
        model = Invitation
        fields = [
            "id", "version", "meeting", "region", "region_name", "observes", "reply", "asked_anew", "by_phone",
            "sent_at", "replied_at", "people", "present",
        ]  # fmt: skip
        read_only_fields = fields


class PersonSerializer(StrictSerializer):
    """An official on duty: nothing beside name, post and unit is kept."""

    name = serializers.CharField(max_length=50)
    rank = serializers.CharField(max_length=100, required=False, allow_blank=True, default="", help_text="Post.")
    unit = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    stands_in_for = serializers.CharField(
        max_length=50, required=False, allow_blank=True, default="", help_text="Makes it a delegate."
    )


class ReplySerializer(StrictSerializer):
    reply = serializers.ChoiceField([("coming", "coming"), ("excused", "excused")])
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="Needed when excused."
    )
    people = PersonSerializer(many=True, required=False, default=list, max_length=30)
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class AttendeeSerializer(serializers.ModelSerializer):
    meeting = serializers.IntegerField(source="invitation.meeting_id")
    region = serializers.CharField(source="invitation.region_id")
    region_name = serializers.CharField(source="invitation.region.name")

    class Meta:
        model = Attendee
        fields = [
            "id", "meeting", "invitation", "region", "region_name", "name", "rank", "unit", "role", "stands_in_for",
            "presence", "position",
        ]  # fmt: skip
        read_only_fields = fields


class ArrivalSerializer(PersonSerializer):
    """Who came unannounced."""

    invitation = VisibleKeyField(Invitation, help_text="Of the region that the person came for.")
    presence = serializers.ChoiceField(Attendee.Presence.choices, default=Attendee.Presence.PRESENT)


class PresenceSerializer(StrictSerializer):
    presence = serializers.ChoiceField(Attendee.Presence.choices)
