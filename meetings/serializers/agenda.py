"""The shape of agenda items and papers over the API. Rules live in the services."""

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField, VisibleKeysField
from meetings.forms.agenda import KINDS, LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE
from meetings.models import AgendaItem, AgendaSource, JointMeeting, ListEntry, Paper
from meetings.queries.agenda_steps import SHIFTS

VERSION = {"min_value": 1, "required": False, "help_text": "The one that was read."}
REASON = {
    "max_length": LONGEST_REASON,
    "required": False,
    "allow_blank": True,
    "default": "",
    "help_text": "Needed once the agenda is locked.",
}


class AgendaSourceSerializer(serializers.ModelSerializer):
    region_name = serializers.CharField(source="region.name")

    class Meta:
        model = AgendaSource
        fields = ["region", "region_name", "unit", "title", "text"]
        read_only_fields = fields


class AgendaItemSerializer(serializers.ModelSerializer):
    """An item with the sides that it comes from and, where it was forwarded, what became of that."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    body = serializers.CharField(source="meeting.body_id")
    mark = serializers.SerializerMethodField(help_text="Its number on the agenda (一、 （一） 1. （1）); empty off it.")
    sources = AgendaSourceSerializer(many=True)
    forwarded_to = serializers.SerializerMethodField(help_text="The item of the body above; null when not forwarded.")

    class Meta:
        model = AgendaItem
        fields = [
            "id", "url", "version", "meeting", "body", "mark", "parent", "position", "kind", "title", "text", "state",
            "reason", "sources", "merged_into", "forwarded_from", "forwarded_to", "answer", "answered_at",
            "proposed_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_mark(self, item) -> str:
        return self.context["marks"].get(item.pk, "")

    def get_forwarded_to(self, item) -> int | None:
        forwarded = getattr(item, "forwarded_to", None)
        return forwarded.pk if forwarded else None


class ItemWriteSerializer(StrictSerializer):
    """What is brought. ``parent`` and ``reason`` only by whoever calls the meeting."""

    meeting = VisibleKeyField(JointMeeting)
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(KINDS, default=AgendaItem.Kind.DISCUSSION)
    region = VisibleKeyField(
        Region, required=False, allow_null=True, default=None,
        help_text="The member that brings it; may be left out only by whoever calls the meeting.",
    )  # fmt: skip
    unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)
    parent = VisibleKeyField(AgendaItem, required=False, allow_null=True)
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)

    def check_party(self, rights):
        """The region is one that the caller speaks for."""
        region, unit = self.validated_data["region"], self.validated_data["unit"]
        if rights.leads and region is None and unit is None:
            return
        if (region, unit) not in rights.proposers:
            codes = ", ".join(sorted({region.pk for region, _unit in rights.proposers})) or "—"
            message = _("You do not speak for this region or unit. Those you do: %(codes)s.") % {"codes": codes}
            detail = serializers.ErrorDetail(message, code="region_not_yours")
            raise serializers.ValidationError({"region": [detail]})


class ItemStepSerializer(StrictSerializer):
    version = serializers.IntegerField(**VERSION)
    reason = serializers.CharField(**REASON)


class ItemDeclineSerializer(StrictSerializer):
    version = serializers.IntegerField(**VERSION)
    reason = serializers.CharField(max_length=LONGEST_REASON)


class ItemEditSerializer(ItemStepSerializer):
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(KINDS, required=False)


class ItemPlaceSerializer(ItemStepSerializer):
    """One step, or a parent (null is the top) with a place among its items."""

    step = serializers.ChoiceField([(step, step) for step in SHIFTS], required=False)
    parent = VisibleKeyField(AgendaItem, required=False, allow_null=True)
    position = serializers.IntegerField(min_value=1, max_value=99, required=False)

    def validate(self, attrs):
        if ("step" in attrs) == ("parent" in attrs or "position" in attrs):
            message = _("Give a step, or a parent and a position.")
            raise serializers.ValidationError({"step": [serializers.ErrorDetail(message, code="invalid")]})
        return attrs


class ItemMergeSerializer(ItemStepSerializer):
    items = VisibleKeysField(AgendaItem, help_text="Items of the same meeting that go into this one.")


class ItemVersionSerializer(StrictSerializer):
    version = serializers.IntegerField(**VERSION)


class ItemAnswerSerializer(StrictSerializer):
    version = serializers.IntegerField(**VERSION)
    answer = serializers.CharField(max_length=LONGEST_TEXT)


class OntoListSerializer(StrictSerializer):
    kind = serializers.ChoiceField(ListEntry.Kind.choices)
    region = VisibleKeyField(
        Region, required=False, allow_null=True, default=None, help_text="Without one the side that it comes from."
    )


class PaperSerializer(serializers.ModelSerializer):
    file_url = serializers.SerializerMethodField(help_text="Where the file itself is.")

    class Meta:
        model = Paper
        fields = ["id", "meeting", "item", "title", "media_type", "size", "digest", "created_at", "file_url"]
        read_only_fields = fields

    def get_file_url(self, paper) -> str:
        return reverse("api:paper-file", args=[paper.pk])


class PaperWriteSerializer(StrictSerializer):
    meeting = VisibleKeyField(JointMeeting)
    item = VisibleKeyField(AgendaItem, required=False, allow_null=True, default=None, help_text="Of that meeting.")
    title = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="Without one the name of the file."
    )
    file = serializers.FileField(max_length=200, help_text="PDF, docx, xlsx, pptx, JPEG, PNG, WebP, HEIC; ≤ 20 MB.")

    def validate(self, attrs):
        if attrs["item"] and attrs["item"].meeting_id != attrs["meeting"].pk:
            message = _("The item stands on the agenda of another meeting.")
            detail = serializers.ErrorDetail(message, code="item_of_another_meeting")
            raise serializers.ValidationError({"item": [detail]})
        return attrs
