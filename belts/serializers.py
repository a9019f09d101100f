"""Shape and types only; the rules live in ``belts.services``."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from belts import queries
from belts.forms import REASON_LENGTH
from belts.models import Belt, BeltMembership, Region, Unit


class NamedRegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "name"]


class SeatSerializer(serializers.ModelSerializer):
    """A seat: who sits where, from when to when, and what that rests on."""

    belt = serializers.CharField(source="belt_id")

    class Meta:
        model = BeltMembership
        fields = ["belt", "since", "until", "certainty", "evidence"]


class MemberSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="region_id")
    name = serializers.CharField(source="region.name")
    province = serializers.CharField(source="region.province_id")

    class Meta:
        model = BeltMembership
        fields = ["code", "name", "province", "since", "until", "certainty", "evidence"]


class BeltSerializer(serializers.ModelSerializer):
    on = serializers.SerializerMethodField(help_text="The day whose members are listed.")
    members = serializers.SerializerMethodField()

    class Meta:
        model = Belt
        fields = ["code", "name", "zone", "position", "source", "on", "members"]

    @extend_schema_field(serializers.DateField)
    def get_on(self, belt):
        return self.context["day"].isoformat()

    @extend_schema_field(MemberSerializer(many=True))
    def get_members(self, belt):
        seats = self.context["seats"]
        return MemberSerializer([seat for seat in seats if seat.belt_id == belt.pk], many=True).data


class RegionSerializer(serializers.ModelSerializer):
    province = serializers.CharField(source="province_id", allow_null=True, help_text="Code; null for a province.")
    belt = serializers.SerializerMethodField(help_text="Code of the belt in which it sits on the day asked for.")

    class Meta:
        model = Region
        fields = [
            *("code", "name", "level", "prefecture", "province", "latitude", "longitude"),
            *("population", "since", "until", "source", "belt"),
        ]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_belt(self, region):
        return self.context["seats"].get(region.pk)


class NeighbourSerializer(serializers.Serializer):
    code = serializers.CharField(source="region.code")
    name = serializers.CharField(source="region.name")
    shared_kilometres = serializers.DecimalField(source="kilometres", max_digits=6, decimal_places=1)
    since = serializers.DateField(source="pair.since", allow_null=True)
    until = serializers.DateField(source="pair.until", allow_null=True)


class RegionDetailSerializer(RegionSerializer):
    memberships = SeatSerializer(source="belt_memberships", many=True, help_text="Every seat it has had.")
    predecessors = NamedRegionSerializer(many=True)
    successors = NamedRegionSerializer(many=True)
    neighbours = serializers.SerializerMethodField(help_text="Counties across the border on the day asked for.")

    class Meta(RegionSerializer.Meta):
        fields = [*RegionSerializer.Meta.fields, "memberships", "predecessors", "successors", "neighbours"]

    @extend_schema_field(NeighbourSerializer(many=True))
    def get_neighbours(self, region):
        return NeighbourSerializer(queries.neighbours_of(region, self.context["day"]), many=True).data


class UnitSerializer(serializers.ModelSerializer):
    region = serializers.PrimaryKeyRelatedField(
        queryset=Region.objects.none(), help_text="Code. It cannot be changed once the unit is there."
    )
    shared_with = serializers.PrimaryKeyRelatedField(
        queryset=Region.objects.none(), many=True, required=False, help_text="Codes; for a joint station only."
    )
    parent = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none(), allow_null=True, required=False)
    reason = serializers.CharField(write_only=True, required=False, max_length=REASON_LENGTH, allow_blank=True)

    class Meta:
        model = Unit
        fields = [
            *("id", "name", "kind", "region", "shared_with", "parent", "since", "until", "source"),
            "reason",
        ]
        validators = []  # the service runs the model's own constraints

    def get_fields(self):
        fields = super().get_fields()
        user = self.context["request"].user
        if not user.is_authenticated:  # the API document is drawn up for nobody
            return fields
        regions = Region.objects.visible_to(user)
        fields["region"].queryset = regions.units_kept_by(user)
        fields["shared_with"].child_relation.queryset = regions
        fields["parent"].queryset = Unit.objects.visible_to(user)
        return fields

    def validate(self, attrs):
        if unknown := sorted(set(self.initial_data) - set(self.fields)):
            message = _("“%(name)s” is not a field of a unit.") % {"name": unknown[0]}
            raise serializers.ValidationError(message, code="unknown_field")
        region = attrs.pop("region", None) if self.instance else None
        if region and region != self.instance.region:
            message = _("A unit stays in its region. Close it and open another one there.")
            raise serializers.ValidationError({"region": message}, code="region_fixed")
        return attrs
