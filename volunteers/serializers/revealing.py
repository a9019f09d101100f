"""The shape of looking at a value in clear over the API. Rules live in ``volunteers.services.revealing``."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.serializers import StrictSerializer
from volunteers.choices import Revealed


class RevealSerializer(StrictSerializer):
    # The words of the framework would repeat what was sent, which may be a number in the wrong field.
    what = serializers.ChoiceField(
        Revealed.choices, error_messages={"invalid_choice": _("Choose one of those listed.")}
    )
    reason = serializers.CharField(help_text="What it is needed for, 10 to 300 characters. The person reads it.")


class RevealedSerializer(serializers.Serializer):
    volunteer_no = serializers.CharField()
    what = serializers.ChoiceField(Revealed.choices)
    value = serializers.CharField(help_text="In clear. Do not keep it.")
