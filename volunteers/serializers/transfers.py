from rest_framework import serializers

from volunteers.models import Transfer


class TransferSerializer(serializers.ModelSerializer):
    """What went to the other side, of how many people, and on which basis."""

    platform = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    user = serializers.StringRelatedField(read_only=True, allow_null=True, help_text="The person or account.")

    class Meta:
        model = Transfer
        fields = [
            *("id", "at", "kind", "platform", "user", "from_province", "to_province", "what", "people", "basis"),
            "request_id",
        ]
        read_only_fields = fields
