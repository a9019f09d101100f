from rest_framework import serializers

from accounts.models import ApiToken, Notice, Post, User


class PlacedPostSerializer(serializers.ModelSerializer):
    """A post held today."""

    region = serializers.CharField(source="region_id", allow_null=True, help_text="Six-digit code of the place.")
    unit = serializers.CharField(source="unit.name", default=None, allow_null=True)

    class Meta:
        model = Post
        fields = ["role", "region", "unit", "title"]


class TokenScopeSerializer(serializers.ModelSerializer):
    """What the token that signed this request may do."""

    places = serializers.SerializerMethodField(help_text="Codes of the places it sees; null is the whole corridor.")

    class Meta:
        model = ApiToken
        fields = ["prefix", "purpose", "places", "may_write", "expires_at"]

    def get_places(self, token) -> list[str] | None:
        return None if token.place_codes is None else sorted(token.place_codes)


class MeSerializer(serializers.ModelSerializer):
    posts = PlacedPostSerializer(source="posts_today", many=True)
    token = TokenScopeSerializer(allow_null=True)

    class Meta:
        model = User
        fields = ["username", "name", "language", "posts", "token"]


class NoticeSerializer(serializers.ModelSerializer):
    title = serializers.CharField(source="text.title")
    text = serializers.CharField(source="text.sentence")
    url = serializers.CharField(help_text="Path of the page that it is about.")

    class Meta:
        model = Notice
        fields = ["id", "kind", "title", "text", "url", "due_at", "read_at"]
