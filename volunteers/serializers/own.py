"""One's own registration over the API: what the own page shows, numbers masked."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from core.serializers import StrictSerializer
from volunteers.choices import ConsentPurpose
from volunteers.forms.joining import LONG
from volunteers.models import Volunteer
from volunteers.queries import registry
from volunteers.queries.own import accounts_of
from volunteers.serializers.registry import KnownPersonSerializer


class OwnAccountSerializer(serializers.Serializer):
    platform = serializers.CharField(source="platform.code")
    linked_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class OwnMoveSerializer(serializers.Serializer):
    from_region = serializers.CharField(source="from_region_id", help_text="GB/T 2260 code.")
    to_region = serializers.CharField(source="to_region_id")
    moved_on = serializers.DateField()


class OwnRegistrationSerializer(serializers.ModelSerializer):
    """The whole name; document and mobile masked."""

    home = serializers.CharField(source="home_id", help_text="GB/T 2260 code.")
    home_name = serializers.CharField(source="home.name")
    registered_through = serializers.CharField(source="registered_through.code", help_text="Code of the platform.")
    person = serializers.SerializerMethodField()
    areas = serializers.SerializerMethodField(help_text="Codes of the counties beside home in which I serve.")
    further_numbers = serializers.SerializerMethodField(help_text="Numbers that were merged into this one.")
    accounts = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField()

    class Meta:
        model = Volunteer
        fields = [
            "volunteer_no", "state", "version", "home", "home_name", "registered_on", "registered_through", "person",
            "skills", "times", "dialects", "areas", "further_numbers", "accounts", "moves",
        ]  # fmt: skip
        read_only_fields = fields

    def get_person(self, row: Any) -> KnownPersonSerializer:
        return KnownPersonSerializer(registry.person_of(row, kept=True)).data  # type: ignore[return-value]

    def get_areas(self, row: Any) -> list[str]:
        return [area.region_id for area in row.open_areas]

    def get_further_numbers(self, row: Any) -> list[str]:
        return registry.aliases_of(row)

    def get_accounts(self, row: Any) -> list[OwnAccountSerializer]:
        return OwnAccountSerializer(accounts_of(row), many=True).data  # type: ignore[return-value]

    def get_moves(self, row: Any) -> list[OwnMoveSerializer]:
        return OwnMoveSerializer(registry.moves_of(row), many=True).data  # type: ignore[return-value]


class OwnConsentSerializer(serializers.Serializer):
    """One purpose: the text that is asked today, and since when the consent stands."""

    purpose = serializers.ChoiceField(ConsentPurpose.choices)
    label = serializers.CharField()
    text = serializers.SerializerMethodField(help_text="In the language of the request.")
    given_at = serializers.SerializerMethodField(help_text="Null where it was not given, or was withdrawn.")

    def get_text(self, choice: Any) -> str:
        return choice.text.text if choice.text else ""

    def get_given_at(self, choice: Any) -> dt.datetime | None:
        return choice.standing.given_at if choice.standing else None


class OwnDisclosureSerializer(serializers.Serializer):
    """Somebody looked at a number of mine in clear."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    post = serializers.CharField(help_text="Of who looked; empty where it was I.")
    reason = serializers.CharField()


class CopySerializer(StrictSerializer):
    """The whole number of the own document, so that nobody else takes the copy."""

    document = serializers.CharField(max_length=LONG)
