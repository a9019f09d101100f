"""Requests for corrections over the API: what staff read and decide, and what the person asks."""

from rest_framework import serializers

from core.serializers import StrictSerializer
from volunteers.choices import Corrected
from volunteers.forms.correcting import LONGEST_NOTE
from volunteers.forms.joining import LONG
from volunteers.forms.merging import LONGEST
from volunteers.kinds import DocumentKind
from volunteers.models import Correction


class OwnCorrectionSerializer(serializers.ModelSerializer):
    """What the person reads of a request; what they typed is not given back."""

    fields_wrong = serializers.ListField(source="fields", child=serializers.ChoiceField(Corrected.choices))

    class Meta:
        model = Correction
        fields = ["id", "fields_wrong", "state", "asked_at", "decided_at", "reason"]
        read_only_fields = fields


class CorrectionSerializer(OwnCorrectionSerializer):
    volunteer_no = serializers.CharField(source="volunteer.volunteer_no")
    home = serializers.CharField(source="volunteer.home_id", help_text="GB/T 2260 code.")
    decided_by = serializers.StringRelatedField(read_only=True, allow_null=True)
    pair = serializers.IntegerField(
        source="pair_id", allow_null=True, help_text="The document stands with another registration: this pair first."
    )

    class Meta(OwnCorrectionSerializer.Meta):
        fields = [
            "id", "volunteer_no", "home", "fields_wrong", "state", "asked_at", "decided_by", "decided_at", "reason",
            "pair",
        ]  # fmt: skip
        read_only_fields = fields


class CorrectionLineSerializer(serializers.Serializer):
    """What is kept beside what is asked; numbers masked."""

    name = serializers.CharField()
    kept = serializers.CharField()
    asked = serializers.CharField()


class CorrectionDetailSerializer(CorrectionSerializer):
    """With what is asked, while it waits; ``note`` is the person's own, numbers in it masked."""

    lines = CorrectionLineSerializer(many=True, read_only=True)
    note = serializers.CharField(read_only=True)

    class Meta(CorrectionSerializer.Meta):
        fields = [*CorrectionSerializer.Meta.fields, "lines", "note"]
        read_only_fields = fields


class SeenSerializer(StrictSerializer):
    """What the document shows, and why; the reason is without numbers: it is kept, and the person reads it."""

    seen_document = serializers.CharField(max_length=LONG, help_text="The number, typed from the document itself.")
    reason = serializers.CharField(max_length=LONGEST)


class AskSerializer(StrictSerializer):
    """What should stand. What is left out stays as it is kept."""

    name = serializers.CharField(max_length=LONG, required=False, default="")
    document_kind = serializers.ChoiceField(DocumentKind.choices, required=False, default="")
    document = serializers.CharField(max_length=LONG, required=False, default="")
    birth_date = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Where the document does not hold it."
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")
