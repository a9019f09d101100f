"""What staff send to register somebody on site, and what they get."""

from rest_framework import serializers

from belts.models import Region
from core.serializers import StrictSerializer, VisibleKeyField
from volunteers.choices import ConsentPurpose, Dialect, Relation, ServiceTime, Skill
from volunteers.kinds import DocumentKind
from volunteers.models import Volunteer

LONG = 100
ASKED = [(value, label) for value, label in ConsentPurpose.choices if value != ConsentPurpose.CHILD]


def chosen(choices):
    return serializers.ListField(
        child=serializers.ChoiceField(choices), required=False, default=list, max_length=len(choices)
    )


class GuardianWriteSerializer(StrictSerializer):
    """Who answers for somebody under 18."""

    name = serializers.CharField(max_length=LONG)
    document_kind = serializers.ChoiceField(DocumentKind.choices)
    document = serializers.CharField(max_length=LONG)
    relation = serializers.ChoiceField(Relation.choices)


class OnSiteSerializer(StrictSerializer):
    """A person who stands before the staff and signed the consent on paper."""

    name = serializers.CharField(max_length=LONG)
    document_kind = serializers.ChoiceField(DocumentKind.choices)
    document = serializers.CharField(max_length=LONG)
    birth_date = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Where the document does not hold it."
    )
    home = VisibleKeyField(Region, help_text="GB/T 2260 code of a county of yours.")
    mobile = serializers.CharField(
        max_length=LONG, required=False, allow_blank=True, default="", help_text="Under 18: the guardian's."
    )
    skills = chosen(Skill.choices)
    times = chosen(ServiceTime.choices)
    dialects = chosen(Dialect.choices)
    purposes = serializers.ListField(
        child=serializers.ChoiceField(ASKED), max_length=len(ASKED), help_text="What was agreed to; keep is needed."
    )
    consent_on_paper = serializers.BooleanField(help_text="Must be true: the county keeps the signed paper.")
    guardian = GuardianWriteSerializer(required=False, allow_null=True, default=None)


class RegisteredSerializer(serializers.ModelSerializer):
    """The answer is the same whether the person was registered before or not."""

    class Meta:
        model = Volunteer
        fields = ["volunteer_no"]
        read_only_fields = fields
