from rest_framework import serializers

from core.serializers import StrictSerializer
from meetings.models import Countersignature, Minutes


class CountersignatureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Countersignature
        fields = ["region", "verdict", "note", "version", "signed_at"]
        read_only_fields = fields


class MinutesSerializer(serializers.ModelSerializer):
    """The minutes as they stand, with what members said to each version."""

    state = serializers.CharField(source="meeting.state", help_text="Of the meeting.")
    countersignatures = CountersignatureSerializer(many=True)

    class Meta:
        model = Minutes
        fields = [
            "id", "version", "meeting", "body", "state", "title", "opening", "text", "present", "excused", "observers",
            "issue_number", "document_number", "issued_on", "despite", "circulated_at", "edited_at",
            "countersignatures",
        ]  # fmt: skip
        read_only_fields = fields


class WordSerializer(StrictSerializer):
    region = serializers.CharField(
        max_length=12, required=False, help_text="GB/T 2260 code of the member; not needed by who speaks for one alone."
    )
    version = serializers.IntegerField(min_value=1, help_text="The one that was read.")


class ObjectionSerializer(WordSerializer):
    note = serializers.CharField(max_length=1000, help_text="What is wrong.")


class IssueSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, help_text="The one that was read.")
    document_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    despite = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text="Why without every countersignature."
    )


class CirculateSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")
