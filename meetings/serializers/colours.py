from rest_framework import serializers

from core.serializers import StrictSerializer
from meetings.forms.colours import DAYS, MOST_DAYS
from meetings.models import ColourPolicy


class ColourPolicySerializer(serializers.ModelSerializer):
    """The policy that holds. ``body`` is null where that is the general one."""

    class Meta:
        model = ColourPolicy
        fields = ["body", *DAYS, "source", "version"]
        read_only_fields = fields


def _days(help_text=""):
    return serializers.IntegerField(min_value=0, max_value=MOST_DAYS, help_text=help_text)


class ColourPolicyWriteSerializer(StrictSerializer):
    """All of it: it replaces what holds."""

    blue_days = _days("Before it is due.")
    yellow_days = _days("After it was due.")
    red_days = _days("After it was due; not before yellow.")
    silent_days = _days("Without a report: yellow too. At least 1.")
    level_days = _days("Until the next level of supervision is told. At least 1.")
    source = serializers.CharField(max_length=300, help_text="What settles it.")
    version = serializers.IntegerField(
        min_value=0, required=False, help_text="Of the policy that it replaces; 0 where the body has none of its own."
    )
