from rest_framework import serializers

from core.serializers import LARGEST_KEY, StrictSerializer, VisibleKeyField
from venues.models import Venue


class ProposalQuestionSerializer(StrictSerializer):
    venue = VisibleKeyField(
        Venue, required=False, pk_field=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY)
    )


class ReasonOfDaySerializer(serializers.Serializer):
    text = serializers.CharField()
    good = serializers.BooleanField(help_text="Speaks for the day, not against it.")
    points = serializers.IntegerField()


class ProposalSerializer(serializers.Serializer):
    day = serializers.DateField()
    score = serializers.IntegerField(help_text="Sum of the reasons' points; the best day has the most.")
    is_guess = serializers.BooleanField(help_text="The year's holidays are not published yet.")
    reasons = ReasonOfDaySerializer(many=True)


class ProposalAnswerSerializer(serializers.Serializer):
    results = ProposalSerializer(many=True)
