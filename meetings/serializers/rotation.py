from rest_framework import serializers

from belts.models import Belt
from meetings.rotation import Reason

FIRST_YEAR, LAST_YEAR = 2000, 2200


class TermQuestionSerializer(serializers.Serializer):
    """``from`` and ``to`` are years; without them this year and the ten after it."""

    belt = serializers.PrimaryKeyRelatedField(queryset=Belt.objects.none(), required=False, allow_null=True)
    to = serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def get_fields(self):
        fields = super().get_fields()
        fields["from"] = serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
        fields["belt"].queryset = Belt.objects.visible_to(self.context["request"].user)
        return fields


class PlaceSerializer(serializers.Serializer):
    code = serializers.CharField(source="pk")
    name = serializers.CharField()
    province = serializers.CharField(source="province_code")


class ConvenerTermSerializer(serializers.Serializer):
    belt = serializers.CharField(source="belt.pk")
    year = serializers.IntegerField()
    since = serializers.DateField()
    until = serializers.DateField()
    convener = PlaceSerializer(source="region", help_text="Whose turn the year is.")
    acting = PlaceSerializer(help_text="Who has the powers: the substitute, or the convener's successor region.")
    substitute = PlaceSerializer(allow_null=True)
    cycle = serializers.IntegerField(help_text="In one cycle each member convenes once.")
    place = serializers.IntegerField(help_text="Place in the cycle, from 1.")
    reason = serializers.ChoiceField(choices=[word.value for word in Reason])
    reason_in_words = serializers.CharField(source="why")
    certain = serializers.BooleanField(help_text="The term has begun. Otherwise the year follows from today's members.")


class ConvenerTermAnswerSerializer(serializers.Serializer):
    results = ConvenerTermSerializer(many=True)
