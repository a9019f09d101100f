from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from volunteers import vault
from volunteers.choices import ConsentPurpose, Dialect, ServiceTime, Skill, State

WITHDRAWN = "withdrawn"
SAID = [State.ACTIVE.value, State.MERGED.value, State.ERASED.value, WITHDRAWN]


class ChangedPersonSerializer(serializers.Serializer):
    """What a platform may know of a volunteer; never the document, never ids of other platforms."""

    name = serializers.CharField(source="identity.name")
    mobile = serializers.SerializerMethodField(help_text="Masked: 138****1234; empty where none is known.")
    home = serializers.CharField(source="home_id", help_text="GB/T 2260 code.")
    stated_home = serializers.CharField(help_text="Code that a platform gave where the portal knows the province only.")
    birth_year = serializers.IntegerField(allow_null=True)
    skills = serializers.ListField(child=serializers.ChoiceField(Skill.choices))
    times = serializers.ListField(child=serializers.ChoiceField(ServiceTime.choices))
    dialects = serializers.ListField(child=serializers.ChoiceField(Dialect.choices))
    consents = serializers.SerializerMethodField(help_text="Purposes of the consents that stand.")
    external_ids = serializers.SerializerMethodField(help_text="Ids of the accounts on your own platform.")
    registered_on = serializers.DateField()

    def get_mobile(self, row) -> str:
        return vault.masked_mobile(row.identity.mobile) if row.identity.mobile else ""

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(ConsentPurpose.choices)))
    def get_consents(self, row):
        return [consent.purpose for consent in row.standing]

    def get_external_ids(self, row) -> list[str]:
        return [account.external_id for account in row.own_accounts]


class ChangeSerializer(serializers.Serializer):
    """A volunteer as they are now, or a tombstone: then ``volunteer`` is null, and what you hold of them goes."""

    volunteer_no = serializers.CharField()
    state = serializers.SerializerMethodField(help_text="withdrawn: no longer yours to know.")
    version = serializers.IntegerField(help_text="Goes up with each change.")
    became = serializers.SerializerMethodField(help_text="The number that a merged registration became.")
    volunteer = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(SAID))
    def get_state(self, row):
        if row.shown or row.state in {State.MERGED, State.ERASED}:
            return row.state
        return WITHDRAWN

    def get_became(self, row) -> str | None:
        return row.merged_into.volunteer_no if row.merged_into else None

    @extend_schema_field(ChangedPersonSerializer(allow_null=True))
    def get_volunteer(self, row):
        return ChangedPersonSerializer(row).data if row.shown else None


class ChangesSerializer(serializers.Serializer):
    """One page of the feed."""

    results = ChangeSerializer(source="rows", many=True)
    cursor = serializers.CharField(help_text="Where to go on. Keep it once you have kept the rows of this page.")
    more = serializers.BooleanField(help_text="Whether to go on at once; else ask again later with the same cursor.")
