"""The shape of bookings and series over the API. Rules live in ``venues.services``."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField
from venues.models import Booking, BookingSeries, Purpose, Venue
from venues.models.opening import WEEKDAYS
from venues.queries.borrowers import borrowers_for


class BookingSerializer(serializers.ModelSerializer):
    """A booking as it is, for those who may see it."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)
    venue_name = serializers.CharField(source="venue.name")
    borrower_region_name = serializers.CharField(source="borrower_region.name")
    waiting = serializers.SerializerMethodField(help_text="On the waiting list.")

    class Meta:
        model = Booking
        fields = [
            "id", "url", "version", "state", "state_since", "venue", "venue_name", "starts_at", "ends_at",
            "setup_minutes", "cleanup_minutes", "purpose", "title", "people", "note", "borrower_region",
            "borrower_region_name", "borrower_unit", "series", "waiting", "waits_since", "answer_by", "requested_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_waiting(self, booking) -> bool:
        return booking.waits_since is not None


class BorrowerMixin(StrictSerializer):
    """For whom it is asked: a county, and its unit where one is named. Only one's own."""

    borrower_region = VisibleKeyField(Region, help_text="GB/T 2260 code of a county that you ask for.")
    borrower_unit = VisibleKeyField(Unit, required=False, allow_null=True, default=None)

    def validate(self, attrs):
        pair = (attrs["borrower_region"], attrs["borrower_unit"])
        offered = borrowers_for(self.context["request"].user, timezone.localdate())
        if pair not in offered:
            codes = ", ".join(sorted({region.pk for region, _unit in offered})) or "—"
            message = _("You do not ask for this county or unit. Your counties: %(codes)s.") % {"codes": codes}
            detail = serializers.ErrorDetail(message, code="region_not_yours")
            raise serializers.ValidationError({"borrower_region": [detail]})
        return attrs


class BookingWriteSerializer(BorrowerMixin):
    """A request."""

    venue = VisibleKeyField(Venue)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    title = serializers.CharField(max_length=200)
    purpose = serializers.ChoiceField(Purpose.choices)
    people = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    wait = serializers.BooleanField(default=False, help_text="Where it is taken, go on the waiting list.")


class MoveSerializer(StrictSerializer):
    """Another time, and where it is given another venue."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    venue = VisibleKeyField(Venue, required=False, allow_null=True, default=None)
    version = serializers.IntegerField(min_value=1, help_text="The one that was read.")


class VersionSerializer(StrictSerializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class OptionalReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RefusalReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=500)
    version = serializers.IntegerField(min_value=1, required=False, help_text="The one that was read.")


class SeriesSerializer(serializers.ModelSerializer):
    class Meta:
        model = BookingSeries
        fields = ["id", "every", "interval", "weekdays", "ordinal", "skip_holidays", "first_day", "last_day"]
        read_only_fields = fields


class SeriesWriteSerializer(BorrowerMixin):
    """How a series repeats, and what is asked for each time."""

    venue = VisibleKeyField(Venue)
    every = serializers.ChoiceField(BookingSeries.Every.choices)
    interval = serializers.IntegerField(min_value=1, max_value=52, default=1)
    weekdays = serializers.ListField(
        child=serializers.ChoiceField(WEEKDAYS), min_length=1, max_length=7, help_text="0 is Monday."
    )
    ordinal = serializers.ChoiceField(
        [(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")],
        required=False,
        allow_null=True,
        default=None,
        help_text="Which of the month; only with every=month.",
    )
    skip_holidays = serializers.BooleanField(default=True)
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    starts = serializers.TimeField()
    ends = serializers.TimeField()
    title = serializers.CharField(max_length=200)
    purpose = serializers.ChoiceField(Purpose.choices)
    people = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    partly = serializers.BooleanField(default=False, help_text="Ask for the dates that are free, leave the others.")
    preview = serializers.BooleanField(default=False, help_text="Only say what would come of it; nothing is kept.")


class FailedDateSerializer(serializers.Serializer):
    day = serializers.DateField()
    code = serializers.CharField()
    message = serializers.CharField()


class SeriesOutcomeSerializer(serializers.Serializer):
    """``series`` is null for a preview, and where nothing was asked for."""

    series = SeriesSerializer(allow_null=True)
    bookings = BookingSerializer(many=True)
    failures = FailedDateSerializer(many=True)


class SeriesCancelSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=500)
    booking = serializers.IntegerField(
        min_value=1, required=False, help_text="With which=one or following: the date that it begins with."
    )
    which = serializers.ChoiceField([("one", "one"), ("following", "following"), ("all", "all")], default="all")


class BlockSerializer(serializers.Serializer):
    """A time in which a venue is not free. ``title``, ``booking`` and ``url`` only for those who may see it."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    kind = serializers.CharField(help_text="taken, asked, closed, not_open")
    title = serializers.CharField()
    booking = serializers.IntegerField(allow_null=True)
