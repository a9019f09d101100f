from rest_framework import serializers

from volunteers.models import WebhookDelivery


class WebhookDeliverySerializer(serializers.ModelSerializer):
    """A message to a webhook of your platform, and what became of it."""

    address = serializers.CharField(source="webhook.address", read_only=True)
    up_to = serializers.CharField(source="cursor", read_only=True, help_text="Cursor of the change feed.")
    volunteers = serializers.ListField(source="numbers", child=serializers.CharField(), read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            *("id", "event", "address", "up_to", "volunteers", "more", "state", "owed_at", "next_at", "attempts"),
            *("fault", "sent_at"),
        ]
        read_only_fields = fields
