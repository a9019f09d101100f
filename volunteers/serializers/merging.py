from rest_framework import serializers

from core.serializers import StrictSerializer
from volunteers.forms.merging import LONGEST
from volunteers.models import LikelyDuplicate
from volunteers.queries.finding import root_of


class PairSerializer(serializers.ModelSerializer):
    """Two registrations that may be one person, by the numbers that stand for them today."""

    first = serializers.SerializerMethodField(help_text="The older number.")
    second = serializers.SerializerMethodField()
    homes = serializers.SerializerMethodField(help_text="Codes of the two home counties.")
    decided_by = serializers.StringRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = LikelyDuplicate
        fields = ["id", "first", "second", "homes", "reasons", "state", "found_at", "decided_by", "decided_at", "note"]
        read_only_fields = fields

    def get_first(self, pair) -> str:
        return root_of(pair.first).volunteer_no

    def get_second(self, pair) -> str:
        return root_of(pair.second).volunteer_no

    def get_homes(self, pair) -> list[str]:
        return [root_of(pair.first).home_id, root_of(pair.second).home_id]


class LineSerializer(serializers.Serializer):
    """One thing compared. A value is empty where the caller's regions do not keep it and it differs from theirs."""

    name = serializers.CharField()
    first = serializers.CharField()
    second = serializers.CharField()
    same = serializers.BooleanField()


class PreviewSerializer(serializers.Serializer):
    """What a merge would move to the number that stays."""

    keep = serializers.CharField(source="keep.volunteer_no")
    gone = serializers.CharField(source="gone.volunteer_no")
    accounts = serializers.SerializerMethodField(help_text="Codes of platforms.")
    areas = serializers.SerializerMethodField(help_text="Codes of counties of service.")
    consents = serializers.SerializerMethodField(help_text="Purposes of the consents that go over.")
    withdrawn = serializers.SerializerMethodField(help_text="Purposes of the consents that end.")

    def get_accounts(self, plan) -> list[str]:
        return [account.platform.code for account in plan.accounts]

    def get_areas(self, plan) -> list[str]:
        return [area.region_id for area in plan.areas]

    def get_consents(self, plan) -> list[str]:
        return [consent.purpose for consent in plan.consents]

    def get_withdrawn(self, plan) -> list[str]:
        return [consent.purpose for consent in plan.withdrawn]


class MergeOfPairSerializer(serializers.Serializer):
    kept = serializers.CharField(source="kept.volunteer_no")
    gone = serializers.CharField(source="gone.volunteer_no")
    made_at = serializers.DateTimeField()
    reason = serializers.CharField()
    undo_until = serializers.DateTimeField()


class PairDetailSerializer(PairSerializer):
    """With the comparison; a preview while they may be merged, the merge while it stands."""

    lines = LineSerializer(many=True, read_only=True)
    preview = PreviewSerializer(read_only=True, allow_null=True)
    merge = MergeOfPairSerializer(read_only=True, allow_null=True)

    class Meta(PairSerializer.Meta):
        fields = [*PairSerializer.Meta.fields, "lines", "preview", "merge"]
        read_only_fields = fields


class DecisionSerializer(StrictSerializer):
    """Why; without numbers of documents or mobiles: it is kept in the history."""

    reason = serializers.CharField(max_length=LONGEST)


class MergeDecisionSerializer(DecisionSerializer):
    keep = serializers.CharField(max_length=12, help_text="The volunteer number that stays.")
