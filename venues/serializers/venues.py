"""The shape of a venue over the API. Rules live in ``venues.services``."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import MOST_KEYS, StrictSerializer, VisibleKeyField, VisibleKeysField
from venues.models import Facility, OpeningHours, Venue
from venues.queries import choices

CONTENT = (
    "name", "kind", "unit", "address", "latitude", "longitude", "capacity", "size_note", "facilities", "accessibility",
    "builders", "shared_with", "sharing_note", "bookable", "open_on_holidays", "since", "until", "source", "source_id",
    "source_kind", "source_note",
)  # fmt: skip


class HoursSerializer(serializers.ModelSerializer):
    """From when to when it is open on a weekday; 0 is Monday."""

    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]


class NearSerializer(serializers.Serializer):
    """How near to the county that `near` asks for; null without it."""

    own_county = serializers.BooleanField(source="is_own")
    across_the_border = serializers.BooleanField(source="is_neighbour")
    kilometres = serializers.IntegerField(
        allow_null=True, help_text="Straight line from the county's seat to the venue, or to the seat of its county."
    )


class VenueSerializer(serializers.ModelSerializer):
    """A venue as it is."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    region = serializers.CharField(source="region_id", help_text="GB/T 2260 code.")
    region_name = serializers.CharField(source="region.name")
    parent = serializers.IntegerField(source="parent_id", allow_null=True, help_text="The venue that it is a part of.")
    unit_name = serializers.CharField(source="unit.name", allow_null=True, default=None)
    facilities = serializers.ListField(child=serializers.ChoiceField(Facility.choices))
    hours = HoursSerializer(many=True, help_text="Its own; empty: those of its whole, or around the clock.")
    near = NearSerializer(allow_null=True, default=None)

    class Meta:
        model = Venue
        fields = ["id", "url", "version", "region", "region_name", "parent", *CONTENT, "unit_name", "hours", "near"]
        read_only_fields = fields


class PartSerializer(serializers.Serializer):
    """One venue of a tree."""

    id = serializers.IntegerField(source="venue.pk")
    name = serializers.CharField(source="venue.name")
    kind = serializers.CharField(source="venue.kind")
    parent = serializers.IntegerField(source="venue.parent_id", allow_null=True)
    capacity = serializers.IntegerField(source="venue.capacity", allow_null=True)
    depth = serializers.IntegerField(help_text="0 is the outermost whole.")
    is_here = serializers.BooleanField(help_text="The venue that was asked about.")


class VenueWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    """A venue as it is sent. ``region`` is one whose venues the caller keeps; a part names its whole as ``parent``."""

    region = VisibleKeyField(Region, help_text="GB/T 2260 code.")
    parent = VisibleKeyField(Venue, required=False, allow_null=True)
    unit = VisibleKeyField(Unit, required=False, allow_null=True)
    facilities = serializers.ListField(
        child=serializers.ChoiceField(Facility.choices), required=False, max_length=len(Facility)
    )
    builders = VisibleKeysField(Unit, required=False)
    shared_with = serializers.ListField(
        child=VisibleKeyField(Region), required=False, max_length=MOST_KEYS, help_text="GB/T 2260 codes."
    )

    class Meta:
        model = Venue
        fields = ["region", "parent", *CONTENT]
        validators: list[object] = []  # the service has them

    def validate_region(self, region):
        """A county whose venues the caller enters."""
        mine = choices.regions_for(self.context["request"].user)
        if not mine.filter(pk=region.pk).exists():
            codes = ", ".join(mine.values_list("pk", flat=True)[:MOST_KEYS]) or "—"
            message = _("You do not enter venues of this county. Yours: %(codes)s.") % {"codes": codes}
            raise serializers.ValidationError(message, code="venue_not_yours")
        return region

    def validate_parent(self, parent):
        if parent and not choices.wholes_for(self.context["request"].user).filter(pk=parent.pk).exists():
            message = _("You do not keep this venue, or it has ended.")
            raise serializers.ValidationError(message, code="venue_not_yours")
        return parent

    def validate_unit(self, unit):
        user = self.context["request"].user
        kept = choices.units_for(user).filter(pk=unit.pk).exists() if unit else True
        if not kept and not (self.instance and self.instance.unit_id == unit.pk):
            message = _("You may not put this unit in charge.")
            raise serializers.ValidationError(message, code="venue_not_yours")
        return unit


class VenueChangeSerializer(VenueWriteSerializer):
    """What changes, and the version that was read. County and whole stay."""

    region = parent = None
    version = serializers.IntegerField(min_value=1, required=True)

    class Meta(VenueWriteSerializer.Meta):
        fields = ["version", *CONTENT]

    def validate(self, attrs):
        if "version" not in attrs:
            detail = serializers.ErrorDetail(_("Say which version you read."), code="version_missing")
            raise serializers.ValidationError({"version": [detail]})
        return attrs


class VenueMoveSerializer(StrictSerializer):
    parent = VisibleKeyField(Venue, allow_null=True, help_text="The new whole, or null for a venue of its own.")
    version = serializers.IntegerField(min_value=1, required=False)

    def validate_parent(self, parent):
        rows = choices.wholes_for(self.context["request"].user)
        if parent and not rows.filter(pk=parent.pk).exists():
            message = _("You do not keep this venue, or it has ended.")
            raise serializers.ValidationError(message, code="venue_not_yours")
        return parent


class VenueEndSerializer(StrictSerializer):
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    version = serializers.IntegerField(min_value=1, required=False)


class WeekSerializer(StrictSerializer):
    """All the hours of a week; none for a weekday is closed, none at all takes those of the whole."""

    hours = HoursSerializer(many=True, max_length=28)
    open_on_holidays = serializers.BooleanField(required=False)
    version = serializers.IntegerField(min_value=1, required=False)

    def content(self):
        data = dict(self.validated_data)
        data["hours"] = [(row["weekday"], row["opens"], row["closes"]) for row in data["hours"]]
        return data
