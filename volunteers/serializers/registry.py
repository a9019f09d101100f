"""The shape of a volunteer over the API. Rules live in ``volunteers.services``."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from belts.models import Region
from core.serializers import StrictSerializer, VisibleKeyField
from volunteers.choices import AgeBand, Dialect, ServiceTime, Skill
from volunteers.models import Volunteer
from volunteers.queries import registry
from volunteers.services.offering import MOST_AREAS


def _several(choices: Any, **options: Any) -> Any:
    return serializers.ListField(child=serializers.ChoiceField(choices.choices), max_length=len(choices), **options)


class VolunteerSerializer(serializers.ModelSerializer):
    """A volunteer as a list shows one: masked."""

    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text="The page.")
    name = serializers.SerializerMethodField(help_text="Masked: 张*.")
    home = serializers.CharField(source="home_id", help_text="GB/T 2260 code; of a province where no more is known.")
    home_name = serializers.CharField(source="home.name")
    registered_through = serializers.CharField(source="registered_through.code", help_text="Code of the platform.")
    platforms = serializers.SerializerMethodField(help_text="Codes of the platforms on which an account is open.")
    age = serializers.SerializerMethodField(help_text="By the year of birth; null where it is not known.")
    skills = _several(Skill)
    times = _several(ServiceTime)
    dialects = _several(Dialect)

    class Meta:
        model = Volunteer
        fields = [
            "volunteer_no", "url", "version", "state", "name", "home", "home_name", "registered_on",
            "registered_through", "platforms", "age", "skills", "times", "dialects",
        ]  # fmt: skip
        read_only_fields = fields

    def get_name(self, row: Any) -> str:
        return registry.masked_name(row)

    def get_platforms(self, row: Any) -> list[str]:
        return list(dict.fromkeys(account.platform.code for account in row.open_accounts))

    def get_age(self, row: Any) -> AgeBand | None:
        return registry.age_band(row)


class KnownPersonSerializer(serializers.Serializer):
    """Who somebody is: for the staff of their home county and its province; for others the masked name alone."""

    name = serializers.CharField()
    document_kind = serializers.CharField()
    document = serializers.CharField(help_text="Masked.")
    mobile = serializers.CharField(help_text="Masked.")
    birth_year = serializers.IntegerField(allow_null=True)
    guardian = serializers.CharField(help_text="Masked name and relation; empty without one.")


class VolunteerDetailSerializer(VolunteerSerializer):
    """With who it is, as far as the caller may know, and where they serve."""

    person = serializers.SerializerMethodField()
    areas = serializers.SerializerMethodField(help_text="Codes of the counties beside home in which they serve.")

    class Meta(VolunteerSerializer.Meta):
        fields = [*VolunteerSerializer.Meta.fields, "person", "areas"]
        read_only_fields = fields

    def get_person(self, row: Any) -> KnownPersonSerializer:
        kept = registry.is_kept_by(row, self.context["request"].user)
        return KnownPersonSerializer(registry.person_of(row, kept=kept)).data  # type: ignore[return-value]

    def get_areas(self, row: Any) -> list[str]:
        return [area.region_id for area in row.open_areas]


class OfferSerializer(StrictSerializer):
    """What changes of what a volunteer offers, and the version that was read."""

    version = serializers.IntegerField(min_value=1)
    skills = _several(Skill, required=False)
    times = _several(ServiceTime, required=False)
    dialects = _several(Dialect, required=False)
    areas = serializers.ListField(
        child=VisibleKeyField(Region), required=False, max_length=MOST_AREAS, help_text="GB/T 2260 codes."
    )

    def validate_areas(self, areas):
        wrong = [area.pk for area in areas if area.level != Region.Level.COUNTY]
        if wrong:
            message = _("%(code)s is no county.") % {"code": ", ".join(wrong)}
            raise serializers.ValidationError(message, code="invalid_choice")
        return areas
