"""The shape of the lines of lists over the API."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField
from meetings.forms.lists import ENDS, LONGEST_OUTCOME, LONGEST_TEXT, LONGEST_TITLE
from meetings.models import Body, ListEntry
from meetings.queries.list_rights import members_for

VERSION = {"min_value": 1, "required": False, "help_text": "The one that was read."}


class ListEntrySerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    region_name = serializers.CharField(source="region.name")

    class Meta:
        model = ListEntry
        fields = [
            "id", "url", "version", "body", "kind", "region", "region_name", "unit", "title", "text", "state",
            "state_since", "outcome", "item", "need", "resource", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class EntryWriteSerializer(StrictSerializer):
    body = VisibleKeyField(Body)
    kind = serializers.ChoiceField(ListEntry.Kind.choices)
    region = VisibleKeyField(Region, help_text="A member of the body that you speak for.")
    unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")

    def validate(self, attrs):
        offered = members_for(self.context["request"].user, attrs["body"])
        if (attrs["region"], attrs["unit"]) not in offered:
            codes = ", ".join(sorted({region.pk for region, _unit in offered})) or "—"
            message = _("You do not speak for this region or unit. Those you do: %(codes)s.") % {"codes": codes}
            raise serializers.ValidationError({"region": [serializers.ErrorDetail(message, code="region_not_yours")]})
        return attrs


class EntryEditSerializer(StrictSerializer):
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)
    version = serializers.IntegerField(**VERSION)


class EntryCloseSerializer(StrictSerializer):
    state = serializers.ChoiceField(ENDS)
    outcome = serializers.CharField(max_length=LONGEST_OUTCOME)
    version = serializers.IntegerField(**VERSION)


class EntryProjectSerializer(StrictSerializer):
    """Of the need in the address and a resource of the same body."""

    resource = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
