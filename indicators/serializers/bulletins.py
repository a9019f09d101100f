from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.models import Bulletin


class FrozenFigureSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    value = serializers.IntegerField(allow_null=True, help_text="null: fewer than five people.")
    before = serializers.IntegerField(allow_null=True, help_text="The same days a year earlier.")
    noun = serializers.CharField(help_text="The Chinese measure word.")
    phrase = serializers.CharField(help_text="As the paragraph says it: 2000余支.")
    meaning = serializers.CharField()
    question = serializers.CharField(help_text="Where it is asked again; empty where it is no measure.")
    rule = serializers.ListField(child=serializers.CharField(), help_text="How it was counted, in sentences.")
    as_of = serializers.DateTimeField()


class BulletinSerializer(serializers.ModelSerializer):
    """``digests`` are the SHA-256 of the files as they were issued: what is downloaded has the same."""

    class Meta:
        model = Bulletin
        fields = [
            "id", "version", "kind", "period", "first_day", "last_day", "state", "title", "organ", "headline", "text",
            "vintage", "issue_year", "number", "issued_on", "pdf_digest", "docx_digest",
        ]  # fmt: skip
        read_only_fields = fields


class BulletinDetailSerializer(BulletinSerializer):
    """With the figures as they were frozen at ``vintage``."""

    figures = serializers.SerializerMethodField()
    tables = serializers.SerializerMethodField(help_text="By belt, province and county; the total is counted once.")

    class Meta(BulletinSerializer.Meta):
        fields = [*BulletinSerializer.Meta.fields, "figures", "tables"]
        read_only_fields = fields

    @extend_schema_field(FrozenFigureSerializer(many=True))
    def get_figures(self, bulletin):
        return bulletin.figures["figures"] if bulletin.figures else []

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_tables(self, bulletin):
        return bulletin.figures["tables"] if bulletin.figures else []
