"""The shape of a record over the API. Rules live in ``activities.services``."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from activities.models import Activity, Audience, Brand, Task, Team, Work
from activities.queries.choices import leads_for
from belts.models import Region, Unit
from core.serializers import MOST_KEYS, StrictSerializer, VisibleKeyField, VisibleKeysField
from venues.models import Venue

CONTENT = (
    "title", "kind", "task", "summary", "starts_on", "ends_on", "precision", "starts_at", "ends_at", "place",
    "place_region", "venue", "organisers", "brand", "teams", "works", "audience", "audience_basis", "audience_method",
    "volunteers", "source", "source_id", "source_note",
)  # fmt: skip


class PartySerializer(serializers.Serializer):
    """Who leads or takes part: a region, and its unit where one is known."""

    region = serializers.CharField(source="region_id", help_text="GB/T 2260 code.")
    region_name = serializers.CharField(source="region.name")
    unit = serializers.IntegerField(source="unit_id", allow_null=True)
    unit_name = serializers.CharField(source="unit.name", allow_null=True, default=None)


class SpeakerSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=50)
    title = serializers.CharField(max_length=100, allow_blank=True, default="", required=False)


class ActivitySerializer(serializers.ModelSerializer):
    """A record as it is."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    lead = PartySerializer(allow_null=True, help_text="Null while a draft has none.")
    partners = PartySerializer(many=True)
    speakers = SpeakerSerializer(many=True)
    task = serializers.ChoiceField(Task.choices, allow_blank=True)
    audience_basis = serializers.ChoiceField(Audience.choices, allow_blank=True)
    cross_province = serializers.BooleanField(source="is_cross_province", help_text="Follows from the parties.")
    touring = serializers.BooleanField(source="is_touring", help_text="Follows from the teams' homes and the place.")

    class Meta:
        model = Activity
        fields = [
            "id", "url", "version", "state", "lead", "partners", "speakers", "cross_province", "touring", *CONTENT,
            "booking", "origin", "created_at", "verified_at",
        ]  # fmt: skip
        read_only_fields = fields


class PartyWriteSerializer(StrictSerializer):
    region = VisibleKeyField(Region, help_text="GB/T 2260 code.")
    unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)


class SpeakerWriteSerializer(StrictSerializer, SpeakerSerializer):
    """Who spoke."""


class ActivityWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    """A record as it is sent. ``lead.region`` is one that the caller logs for; ``version`` is what was read."""

    lead = PartyWriteSerializer()
    partners = PartyWriteSerializer(many=True, required=False, max_length=MOST_KEYS)
    speakers = SpeakerWriteSerializer(many=True, required=False, max_length=MOST_KEYS)
    place_region = VisibleKeyField(Region, required=False, allow_null=True)
    brand = VisibleKeyField(Brand, required=False, allow_null=True)
    teams = VisibleKeysField(Team, required=False)
    works = VisibleKeysField(Work, required=False)
    venue = VisibleKeyField(Venue, required=False, allow_null=True)
    ask_venue = serializers.BooleanField(default=False, help_text="Ask for the venue, for its day and times.")
    submit = serializers.BooleanField(default=False, help_text="Ask for verification at once.")

    class Meta:
        model = Activity
        fields = ["lead", "partners", "speakers", *CONTENT, "ask_venue", "submit"]
        extra_kwargs = {"ends_on": {"required": False}}
        validators: list[object] = []  # the service has them

    def validate(self, attrs):
        day = attrs.get("starts_on") or self.instance.starts_on
        if "lead" in attrs:
            self._check_lead(attrs["lead"]["region"], day)
        return attrs

    def _check_lead(self, region, day):
        """A record that is changed may keep the lead that it has."""
        codes = {own.pk for own, _unit in leads_for(self.context["request"].user, day)}
        if self.instance and self.instance.lead:
            codes.add(self.instance.lead.region_id)
        if region.pk not in codes:
            message = _("You do not log for this region. Yours: %(codes)s.") % {
                "codes": ", ".join(sorted(codes)) or "—"
            }
            detail = serializers.ErrorDetail(message, code="region_not_yours")
            raise serializers.ValidationError({"lead": {"region": [detail]}})

    def content(self):
        """What the services take."""
        data = dict(self.validated_data)
        if "lead" in data:
            lead = data.pop("lead")
            data |= {"lead_region": lead["region"], "lead_unit": lead["unit"]}
        if "partners" in data:
            data["partners"] = [(party["region"], party["unit"]) for party in data["partners"]]
        if "speakers" in data:
            data["speakers"] = [(speaker["name"], speaker.get("title", "")) for speaker in data["speakers"]]
        return data


class ActivityChangeSerializer(ActivityWriteSerializer):
    """What changes, and the version that was read."""

    submit = None
    version = serializers.IntegerField(min_value=1, required=True)

    class Meta(ActivityWriteSerializer.Meta):
        fields = ["version", *(name for name in ActivityWriteSerializer.Meta.fields if name != "submit")]

    def validate(self, attrs):
        if "version" not in attrs:
            detail = serializers.ErrorDetail(_("Say which version you read."), code="version_missing")
            raise serializers.ValidationError({"version": [detail]})
        return super().validate(attrs)
