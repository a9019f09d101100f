from rest_framework import serializers

from core.holidays.queries import LIBRARY, NOWHERE, TABLE, name_of
from core.models import CalendarDay
from core.serializers import StrictSerializer


class CalendarDaySerializer(serializers.Serializer):
    day = serializers.DateField()
    kind = serializers.ChoiceField(choices=CalendarDay.Kind.choices)
    name = serializers.CharField(allow_blank=True)
    in_table = serializers.BooleanField(help_text="From the corridor office's own table, not from the library.")


class CalendarYearSerializer(serializers.Serializer):
    """Days that are not named are plain: worked from Monday to Friday."""

    year = serializers.IntegerField()
    origin = serializers.ChoiceField(
        choices=[TABLE, LIBRARY, NOWHERE], help_text="“nowhere”: not published yet; every day is a guess."
    )
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # the name that the API has
    version = serializers.IntegerField(help_text="0 while the own table says nothing about the year.")
    days = serializers.SerializerMethodField()

    def get_days(self, year) -> CalendarDaySerializer(many=True):  # type: ignore[valid-type]
        return [
            {"day": day.isoformat(), "kind": special.kind, "name": name_of(special), "in_table": special.in_table}
            for day, special in year.days
        ]


class WrittenDaySerializer(StrictSerializer):
    day = serializers.DateField()
    kind = serializers.ChoiceField(choices=CalendarDay.Kind.choices)
    name = serializers.CharField(max_length=60, allow_blank=True, default="")


class WrittenYearSerializer(StrictSerializer):
    days = WrittenDaySerializer(many=True, allow_empty=True, max_length=366)  # type: ignore[call-arg]  # of the list
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]  # the name that the API has
    version = serializers.IntegerField(min_value=0)
