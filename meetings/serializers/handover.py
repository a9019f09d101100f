"""The shape of handovers over the API. Rules live in ``meetings.services.handover``."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.serializers import StrictSerializer
from meetings.models import Handover, ListEntry, MeetingState
from meetings.serializers.rotation import PlaceSerializer


class HandoverSerializer(serializers.ModelSerializer):
    """A handover in a list."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    belt = serializers.CharField(source="term.belt_id")
    year = serializers.IntegerField(source="term.year", help_text="Of the term that ends.")
    due_on = serializers.DateField(source="term.until", help_text="Last day of the term.")
    outgoing = PlaceSerializer()
    incoming = PlaceSerializer()

    class Meta:
        model = Handover
        fields = [
            "id", "url", "version", "belt", "year", "due_on", "outgoing", "incoming", "state", "state_since", "missing",
        ]  # fmt: skip
        read_only_fields = fields


class ResolutionLineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    lead = serializers.CharField()


class PaperLineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()


class MeetingLineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    has_day = serializers.BooleanField(help_text="Otherwise `day` is the last of its period.")
    state = serializers.ChoiceField(MeetingState.choices)
    minutes = serializers.CharField(help_text="Title of the minutes; empty without any.")
    issue = serializers.IntegerField(allow_null=True)
    papers = PaperLineSerializer(many=True, help_text="Those that the caller may read.")


class EntryLineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ListEntry.Kind.choices)
    region = serializers.CharField()
    title = serializers.CharField()


class ContentsSerializer(serializers.Serializer):
    """What is handed over: as it is now, or as it was when it was accepted."""

    resolutions = ResolutionLineSerializer(many=True)
    meetings = MeetingLineSerializer(many=True)
    next_meeting = MeetingLineSerializer(allow_null=True)
    entries = EntryLineSerializer(many=True)
    cut = serializers.BooleanField(help_text="A list was longer than is given here.")


class HandoverDetailSerializer(HandoverSerializer):
    """``shows_contacts`` and ``contents`` of the context say what of it the caller sees."""

    contacts = serializers.SerializerMethodField(
        help_text="Null for those who are neither of the belt nor of the offices."
    )
    note = serializers.SerializerMethodField(help_text="What the next convener should know; null like `contacts`.")
    contents = serializers.SerializerMethodField()

    class Meta(HandoverSerializer.Meta):
        fields = [*HandoverSerializer.Meta.fields, "contacts", "note", "contents"]
        read_only_fields = fields

    def get_contacts(self, handover) -> str | None:
        return handover.contacts if self.context["shows_contacts"] else None

    def get_note(self, handover) -> str | None:
        return handover.note if self.context["shows_contacts"] else None

    @extend_schema_field(ContentsSerializer)
    def get_contents(self, _handover):
        return ContentsSerializer(self.context["contents"]).data


class HandOverSerializer(StrictSerializer):
    contacts = serializers.CharField(max_length=2000)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class MissingSerializer(StrictSerializer):
    missing = serializers.CharField(max_length=1000)
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class AcceptSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")
