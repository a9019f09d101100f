"""The shape of resolutions over the API. Rules live in ``meetings.services``."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField
from meetings.models import AgendaItem, Evidence, JointMeeting, Resolution, ResolutionParty, ResolutionStep

LONGEST = 2000


class ResolutionPartySerializer(serializers.ModelSerializer):
    region_name = serializers.CharField(source="region.name")
    unit_name = serializers.CharField(source="unit.name", default=None, allow_null=True)

    class Meta:
        model = ResolutionParty
        fields = ["role", "region", "region_name", "unit", "unit_name"]
        read_only_fields = fields


class ResolutionSerializer(serializers.ModelSerializer):
    """A resolution as it is. ``colour`` follows from the policy of its body and from today."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    body = serializers.CharField(source="meeting.body_id")
    parties = ResolutionPartySerializer(many=True)
    colour = serializers.ChoiceField(["none", "blue", "yellow", "red"], help_text="none for closed and void ones.")
    colour_word = serializers.CharField()

    class Meta:
        model = Resolution
        fields = [
            "id", "url", "version", "number", "meeting", "body", "item", "text", "parties", "cross_border", "due_on",
            "first_due_on", "wanted_due_on", "state", "state_since", "colour", "colour_word", "last_report_on",
            "created_at", "closed_at",
        ]  # fmt: skip
        read_only_fields = fields


class ResolutionBeforeSerializer(serializers.Serializer):
    """What stood there before a correction, of what it changed."""

    text = serializers.CharField(required=False)
    due_on = serializers.DateField(required=False)
    parties = ResolutionPartySerializer(many=True, required=False)


class ResolutionStepSerializer(serializers.ModelSerializer):
    before = serializers.SerializerMethodField(help_text="Of a correction; null for any other step.")
    actor = serializers.CharField(source="actor.name", default=None, allow_null=True, help_text="null: the portal.")

    class Meta:
        model = ResolutionStep
        fields = ["kind", "at", "actor", "region", "text", "percent", "due_on", "level", "before"]
        read_only_fields = fields

    @extend_schema_field(ResolutionBeforeSerializer(allow_null=True))
    def get_before(self, step):
        return step.before_correction


class EvidenceSerializer(serializers.ModelSerializer):
    resolution_version = serializers.IntegerField(source="resolution.version", read_only=True)

    class Meta:
        model = Evidence
        fields = ["id", "name", "media_type", "size", "digest", "created_at", "resolution", "resolution_version"]
        read_only_fields = fields


class ResolutionDetailSerializer(ResolutionSerializer):
    steps = ResolutionStepSerializer(many=True)
    evidence = serializers.SerializerMethodField()

    class Meta(ResolutionSerializer.Meta):
        fields = [*ResolutionSerializer.Meta.fields, "steps", "evidence"]
        read_only_fields = fields

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, resolution):
        files = list(resolution.evidence.all())
        for row in files:
            row.resolution = resolution
        return EvidenceSerializer(files, many=True).data


class DoerSerializer(StrictSerializer):
    region = VisibleKeyField(Region, help_text="GB/T 2260 code.")
    unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)


class ResolutionWriteSerializer(StrictSerializer):
    """What a meeting decided."""

    meeting = VisibleKeyField(JointMeeting)
    text = serializers.CharField(max_length=LONGEST)
    lead = DoerSerializer()
    co_parties = DoerSerializer(many=True, required=False, max_length=50)
    counterpart = VisibleKeyField(Region, required=False, allow_null=True, default=None)
    due_on = serializers.DateField()
    item = VisibleKeyField(AgendaItem, required=False, allow_null=True, default=None)

    def content(self):
        """What the service takes."""
        data = dict(self.validated_data)
        lead = data.pop("lead")
        pairs = [(party["region"], party["unit"]) for party in data.pop("co_parties", ())]
        return data | {"lead": lead["region"], "lead_unit": lead["unit"], "co_parties": pairs}


class _StepSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class ResolutionVersionSerializer(_StepSerializer):
    """A step that needs no words."""


class ProgressSerializer(_StepSerializer):
    text = serializers.CharField(max_length=LONGEST)
    percent = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)


class ExtensionSerializer(_StepSerializer):
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST)


class ResolutionPartiesSerializer(StrictSerializer):
    lead = DoerSerializer()
    co_parties = DoerSerializer(many=True, required=False, default=list, max_length=50)
    counterpart = VisibleKeyField(Region, required=False, allow_null=True, default=None)

    def validate(self, data):
        """As the services take them."""
        pairs = [(party["region"], party["unit"]) for party in data["co_parties"]]
        return data | {"lead": data["lead"]["region"], "lead_unit": data["lead"]["unit"], "co_parties": pairs}


class ResolutionCorrectionSerializer(_StepSerializer):
    """What is left out stays as it is."""

    reason = serializers.CharField(max_length=LONGEST)
    text = serializers.CharField(max_length=LONGEST, required=False)
    due_on = serializers.DateField(required=False)
    parties = ResolutionPartiesSerializer(required=False, help_text="All of them: they replace those that stand.")


class NoteSerializer(_StepSerializer):
    text = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")


class StepReasonSerializer(_StepSerializer):
    reason = serializers.CharField(max_length=LONGEST)


class ReopenSerializer(StepReasonSerializer):
    due_on = serializers.DateField(required=False, help_text="Needed where the old one has passed.")


class UploadSerializer(StrictSerializer):
    file = serializers.FileField(max_length=200, help_text="JPEG, PNG, WebP, HEIC, PDF, docx, xlsx, pptx; ≤ 20 MB.")
