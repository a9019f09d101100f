"""Saved tables over REST."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.models import SavedView


class SavedViewSerializer(serializers.ModelSerializer):
    owner = serializers.CharField(source="owner.username", read_only=True)
    mine = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ["id", "title", "query", "shared", "owner", "mine", "page", "created_at"]

    @extend_schema_field(serializers.BooleanField(help_text="Whether it is the caller's own, who alone changes it."))
    def get_mine(self, view):
        return view.owner_id == self.context["request"].user.pk

    @extend_schema_field(serializers.URLField(help_text="Where people read it."))
    def get_page(self, view):
        return self.context["request"].build_absolute_uri(view.get_absolute_url())


class SavedViewChangeSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=80, required=False)
    shared = serializers.BooleanField(required=False)


class SavedViewWriteSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=80)
    query = serializers.CharField(
        max_length=2000, help_text="As in the address of the free table; it is read and written again."
    )
    shared = serializers.BooleanField(default=False)
