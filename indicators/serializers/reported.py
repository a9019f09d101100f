"""Shapes of reported indicators over the API."""

from rest_framework import serializers

from belts.models import Region
from core.serializers import StrictSerializer, VisibleKeyField
from indicators.models import Closing, DataSet, Indicator, PublishedFigure, Report
from indicators.models.reported.dictionary import DIGITS, Aggregation, Frequency, Qualifier
from indicators.services.reported.rows import LONGEST_REASON

VERSION = {"min_value": 1, "required": False, "help_text": "The one that was read."}
OPTIONAL_TEXT = {"max_length": LONGEST_REASON, "required": False, "allow_blank": True, "default": ""}
SUM = DIGITS | {"max_digits": None}  # figures of many regions together have more digits than one of them may have
OPTIONAL = {"required": False, "allow_null": True, "default": None}


class DataSetSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)

    class Meta:
        model = DataSet
        fields = ["code", "url", "name", "frequency", "level", "due_days", "note", "since", "until"]
        read_only_fields = fields


class DataSetWriteSerializer(StrictSerializer):
    name = serializers.CharField(max_length=50)
    frequency = serializers.ChoiceField(Frequency.choices)
    level = serializers.ChoiceField(DataSet.Level.choices)
    due_days = serializers.IntegerField(min_value=1, max_value=90)
    note = serializers.CharField(**OPTIONAL_TEXT)
    since = serializers.DateField()
    until = serializers.DateField(**OPTIONAL)


class IndicatorSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)

    class Meta:
        model = Indicator
        fields = [
            "code", "url", "version", "name", "data_set", "position", "owner", "unit", "places", "qualifier",
            "aggregation", "definition_chongqing", "definition_sichuan", "source", "measure", "lowest", "highest",
            "most_change", "not_below", "part_of", "since", "until",
        ]  # fmt: skip
        read_only_fields = fields


class IndicatorWriteSerializer(StrictSerializer):
    """Both definitions may be set by the corridor office; a provincial office words its own by ``define``."""

    name = serializers.CharField(max_length=50)
    data_set = VisibleKeyField(DataSet, **OPTIONAL)
    position = serializers.IntegerField(min_value=0, max_value=1000, default=1)
    owner = VisibleKeyField(Region, help_text="A province; null for both offices together.", **OPTIONAL)
    unit = serializers.CharField(max_length=10)
    places = serializers.IntegerField(min_value=0, max_value=4, default=0)
    qualifier = serializers.ChoiceField(Qualifier.choices, default=Qualifier.EXACT)
    aggregation = serializers.ChoiceField(Aggregation.choices)
    source = serializers.CharField(max_length=200)
    measure = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    lowest = serializers.DecimalField(**DIGITS, **OPTIONAL)
    highest = serializers.DecimalField(**DIGITS, **OPTIONAL)
    most_change = serializers.IntegerField(min_value=0, max_value=32767, **OPTIONAL)
    not_below = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    part_of = VisibleKeyField(Indicator, **OPTIONAL)
    since = serializers.DateField()
    until = serializers.DateField(**OPTIONAL)


class IndicatorEditSerializer(IndicatorWriteSerializer):
    version = serializers.IntegerField(**VERSION)


class DefinitionSerializer(StrictSerializer):
    province = VisibleKeyField(Region)
    text = serializers.CharField(max_length=1000, allow_blank=True)
    version = serializers.IntegerField(**VERSION)


class PublishedFigureSerializer(serializers.ModelSerializer):
    class Meta:
        model = PublishedFigure
        fields = ["day", "known_to", "region", "value", "qualifier", "source"]
        read_only_fields = fields


class PublishedFigureWriteSerializer(StrictSerializer):
    day = serializers.DateField(help_text="The first day of the month or year where no day is known.")
    known_to = serializers.ChoiceField(PublishedFigure.Precision.choices, default=PublishedFigure.Precision.DAY)
    region = VisibleKeyField(Region, help_text="Null for the whole corridor.", **OPTIONAL)
    value = serializers.DecimalField(**DIGITS)
    qualifier = serializers.ChoiceField(Qualifier.choices, default=Qualifier.EXACT)
    source = serializers.CharField(max_length=200)


class ReportSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", help_text="The form of its region.", read_only=True)
    region_name = serializers.CharField(source="region.name")

    class Meta:
        model = Report
        fields = [
            "id", "url", "version", "indicator", "region", "region_name", "period", "first", "last", "due_on", "value",
            "sample_size", "source", "measured_on", "explanation", "late_reason", "state", "state_since",
            "return_reason", "handed_in_at",
        ]  # fmt: skip
        read_only_fields = fields


class ReportCellSerializer(StrictSerializer):
    indicator = VisibleKeyField(Indicator)
    region = VisibleKeyField(Region, help_text="One that you report for.")
    period = serializers.CharField(max_length=7, help_text="2025, 2025-H1, 2025-Q1 or 2025-05.")
    value = serializers.DecimalField(**DIGITS)
    source = serializers.CharField(max_length=200)
    measured_on = serializers.DateField(help_text="The last day of the period without it.", **OPTIONAL)
    late_reason = serializers.CharField(**OPTIONAL_TEXT)
    version = serializers.IntegerField(**VERSION)


class ReportWriteSerializer(ReportCellSerializer):
    sample_size = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Of a survey.", **OPTIONAL)
    explanation = serializers.CharField(**OPTIONAL_TEXT)


class ClaimSerializer(ReportCellSerializer):
    explanation = serializers.CharField(max_length=LONGEST_REASON)


class ReportVersionSerializer(StrictSerializer):
    version = serializers.IntegerField(**VERSION)


class ReportReasonSerializer(ReportVersionSerializer):
    """Why a figure goes back, or why a difference stands."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class ReportExplanationSerializer(ReportVersionSerializer):
    explanation = serializers.CharField(max_length=LONGEST_REASON)


class ClosePeriodSerializer(StrictSerializer):
    period = serializers.CharField(max_length=7)
    province = VisibleKeyField(Region)
    missing = serializers.CharField(help_text="Why figures are missing, where some are.", **OPTIONAL_TEXT)


class ClosingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Closing
        fields = ["province", "period", "missing", "closed_at"]
        read_only_fields = fields


class ReportedTotalSerializer(serializers.Serializer):
    """``value`` is null where nobody has reported, and where the statistics count people too few to be told of;
    ``sample`` is the number of people asked, of a survey.
    """

    value = serializers.DecimalField(allow_null=True, **SUM)
    sample = serializers.IntegerField(allow_null=True)
    reported = serializers.IntegerField()
    accepted = serializers.IntegerField()
    expected = serializers.IntegerField()
    provisional = serializers.BooleanField(help_text="Until the offices of all provinces in it have closed the period.")
    counted = serializers.BooleanField(help_text="By the statistics; nobody reports it.")


class IndicatorTotalsSerializer(serializers.Serializer):
    indicator = serializers.CharField()
    corridor = ReportedTotalSerializer()
    provinces = serializers.DictField(child=ReportedTotalSerializer())


class CompletenessLineSerializer(serializers.Serializer):
    region = serializers.CharField(source="region.pk")
    region_name = serializers.CharField(source="region.name")
    asked = serializers.IntegerField()
    reported = serializers.IntegerField()
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()
    on_time = serializers.IntegerField()
    missing = serializers.IntegerField()


class ReportedPeriodSerializer(serializers.Serializer):
    period = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    due_on = serializers.DateField()
    provisional = serializers.BooleanField()
    closings = ClosingSerializer(many=True)
    completeness = CompletenessLineSerializer(many=True)
    totals = IndicatorTotalsSerializer(many=True)


class ReportedPointSerializer(serializers.Serializer):
    period = serializers.CharField(source="span.word")
    first = serializers.DateField(source="span.first")
    last = serializers.DateField(source="span.last")
    corridor = ReportedTotalSerializer()


class IndicatorSeriesSerializer(serializers.Serializer):
    """``published`` as its sources say, never added to what is reported."""

    published = PublishedFigureSerializer(many=True)
    points = ReportedPointSerializer(many=True)


class DifferenceSerializer(serializers.Serializer):
    report = ReportSerializer()
    counted = serializers.DecimalField(**DIGITS)
    amount = serializers.DecimalField(**SUM)
    signed = serializers.SerializerMethodField()

    def get_signed(self, difference) -> bool:
        return difference.signature is not None
