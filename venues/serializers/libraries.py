"""Shapes of member libraries, their days, figures, flows and transactions. Rules live in ``venues.services``."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from belts.models import Region, Unit
from core.serializers import StrictSerializer, VisibleKeyField
from venues.forms.libraries import regions_kept_by
from venues.lending.pushing import MOST_ROWS, VERDICTS
from venues.models import Library, LibraryMovement

LARGEST_DAY = 1_000_000


class LibrarySerializer(serializers.ModelSerializer):
    """A member; `since` is null while nobody knows when it joined."""

    url = serializers.CharField(source="get_absolute_url", help_text="Its page.", read_only=True)

    class Meta:
        model = Library
        fields = [
            *("id", "url", "code", "name", "region", "unit", "since", "until", "system", "delivers_since", "source"),
        ]
        read_only_fields = fields


class KeptRegionField(serializers.PrimaryKeyRelatedField):
    """A region whose libraries the caller keeps."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Region._default_manager.none(), help_text="GB/T 2260 code.", **kwargs)

    def get_queryset(self):
        request = self.context.get("request")
        return regions_kept_by(request.user) if request else self.queryset


class LibraryWriteSerializer(StrictSerializer, serializers.ModelSerializer):
    region = KeptRegionField()
    unit = VisibleKeyField(Unit, required=False, allow_null=True)
    reason = serializers.CharField(required=False, max_length=300, allow_blank=True, help_text="Kept in the history.")

    class Meta:
        model = Library
        fields = [
            *("code", "name", "region", "unit", "since", "until", "system", "delivers_since", "source", "reason"),
        ]
        validators: list[object] = []  # the service has them
        extra_kwargs = {"code": {"validators": []}}


class LibraryDaySerializer(serializers.Serializer):
    """One day of a library."""

    day = serializers.DateField()
    state = serializers.ChoiceField(
        choices=["complete", "incomplete", "missing", "not_due", "not_expected"],
        help_text="incomplete: fewer or more transactions are here than were declared.",
    )
    borrowed = serializers.IntegerField()
    returned = serializers.IntegerField()
    transferred = serializers.IntegerField()
    aside = serializers.IntegerField(help_text="Kept aside: they do not count yet.")
    declared = serializers.IntegerField(allow_null=True, help_text="How many the library said there were.")

    def to_representation(self, day):
        names = ("borrowed", "returned", "transferred", "aside")
        counts = {name: getattr(day.row, name) if day.row else 0 for name in names}
        declared = day.row.declared if day.row else None
        return {"day": day.day.isoformat(), "state": day.state, **counts, "declared": declared}


class FiguresSerializer(serializers.Serializer):
    """Counted once: a crossing is one crossing for both its places, so places do not add up to the whole."""

    loans = serializers.IntegerField()
    returns = serializers.IntegerField()
    transfers = serializers.IntegerField()
    cross_library_loans = serializers.IntegerField(help_text="The reader's library is another one.")
    cross_library_returns = serializers.IntegerField(help_text="Another library had lent the item.")
    cross_province_loans = serializers.IntegerField()
    cross_province_returns = serializers.IntegerField()
    items_elsewhere = serializers.IntegerField(help_text="Now: held by a library that does not own them.")
    items_lent_out = serializers.IntegerField(help_text="Of these, owned in the place asked for.")
    items_guests = serializers.IntegerField(help_text="Of these, held in the place asked for.")
    items_on_loan = serializers.IntegerField(help_text="Now: lent from the place asked for, and not back.")

    def get_fields(self):
        """``from`` is a word of Python, so the two cannot be named so in the class body."""
        first = serializers.DateField(help_text="First day of the first month.")
        last = serializers.DateField(help_text="First day of the last month.")
        return {"from": first, "to": last, **super().get_fields()}


class FlowSerializer(serializers.Serializer):
    """What went from one place to another."""

    source = serializers.CharField(help_text="Code of a library, county or province: the level asked for.")
    source_name = serializers.CharField()
    target = serializers.CharField()
    target_name = serializers.CharField()
    loans = serializers.IntegerField(help_text="Readers of the source who borrowed at the target.")
    returns = serializers.IntegerField(help_text="Lent by the source, taken back by the target.")
    transfers = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="Items that changed the library: returned elsewhere or transferred.")


class FlowsSerializer(serializers.Serializer):
    """A matrix as its cells that are not empty."""

    level = serializers.ChoiceField(choices=["library", "county", "province"])
    first = serializers.DateField()
    last = serializers.DateField()
    flows = FlowSerializer(many=True)


class PublishedSerializer(serializers.Serializer):
    as_of = serializers.DateField(source="published.as_of", help_text="First day of the year or month it speaks of.")
    known_to = serializers.ChoiceField(choices=["year", "month", "day"], source="published.known_to")
    published = serializers.IntegerField(source="published.count", help_text="As the source says; never worked out.")
    source = serializers.CharField(source="published.source")
    known = serializers.IntegerField(source="known.dated", help_text="Members known by name on its last day.")
    known_undated = serializers.IntegerField(
        source="known.undated", help_text="Known by name, but not since when; so not among `known`."
    )


class MovementSerializer(serializers.ModelSerializer):
    """A transaction as it is here. Readers are never shown, not even as a hash."""

    library = serializers.CharField(source="library.code")
    owner = serializers.CharField(source="owner.code")
    other = serializers.CharField(
        source="other.code", allow_null=True, help_text="The reader's library, the lender, or the receiver."
    )

    class Meta:
        model = LibraryMovement
        fields = ["id", "library", "number", "kind", "at", "owner", "item", "other", "aside"]
        read_only_fields = fields


class TransactionSerializer(serializers.Serializer):
    """One transaction, in texts. What a kind does not need is left out or empty."""

    library = serializers.CharField(help_text="Code of the library that lends, takes back, or sends away.")
    number = serializers.CharField(max_length=40, help_text="Unique in that library's system.")
    kind = serializers.CharField(help_text="borrowed, returned or transferred.")
    at = serializers.CharField(help_text="2026-11-20T09:31:05+08:00; without an offset the time of the library.")
    owner = serializers.CharField(help_text="Code of the library that owns the item.")
    item = serializers.CharField(max_length=40, help_text="Barcode, unique among the owner's items.")
    home = serializers.CharField(required=False, allow_blank=True, help_text="Loan: code of the reader's library.")
    reader = serializers.CharField(
        required=False, allow_blank=True, help_text="Loan: the reader's number. Becomes a keyed hash; is not kept."
    )
    receiver = serializers.CharField(required=False, allow_blank=True, help_text="Transfer: code of the receiver.")


class DeclaredDaySerializer(StrictSerializer):
    library = serializers.CharField(max_length=20)
    day = serializers.DateField()
    transactions = serializers.IntegerField(
        min_value=0, max_value=LARGEST_DAY, help_text="How many the day had in all; 0 for a day without any."
    )


@extend_schema_field(TransactionSerializer)
class AnyTransactionField(serializers.JSONField):
    """Read by ``venues.lending``, so that one bad row does not refuse the batch."""


class PushSerializer(StrictSerializer):
    """At most 5,000 transactions, and what the library says its days had."""

    transactions = serializers.ListField(child=AnyTransactionField(allow_null=True), max_length=MOST_ROWS, default=list)
    days = DeclaredDaySerializer(many=True, required=False)

    def validate_days(self, days):
        if len(days) > MOST_ROWS:
            raise serializers.ValidationError(f"{MOST_ROWS}", code="max_length")
        return days


class PushErrorSerializer(serializers.Serializer):
    code = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class ResultSerializer(serializers.Serializer):
    """In the order in which they were sent."""

    library = serializers.CharField(help_text="As it was sent.")
    number = serializers.CharField(help_text="As it was sent.")
    verdict = serializers.ChoiceField(choices=VERDICTS)
    errors = PushErrorSerializer(many=True, help_text="Why it is aside or in error; else empty.")

    def to_representation(self, verdict):
        errors = [{"code": code, "field": column or None, "message": text} for column, code, text in verdict.errors]
        return {**{name: getattr(verdict, name) for name in ("library", "number", "verdict")}, "errors": errors}


class TotalsSerializer(serializers.Serializer):
    received = serializers.IntegerField()
    new = serializers.IntegerField(help_text="Counted.")
    same = serializers.IntegerField(help_text="Here already, and said the same.")
    aside = serializers.IntegerField(help_text="Here, but cannot have happened with what is known.")
    error = serializers.IntegerField(help_text="Not taken.")
    taken_up = serializers.IntegerField(help_text="Had been aside, and count since this batch.")


class DayAnswerSerializer(serializers.Serializer):
    library = serializers.CharField()
    day = serializers.DateField()
    declared = serializers.IntegerField()
    held = serializers.IntegerField(allow_null=True, help_text="How many are here, counted and aside.")
    complete = serializers.BooleanField()
    errors = PushErrorSerializer(many=True)


class PushedSerializer(serializers.Serializer):
    results = ResultSerializer(many=True)
    totals = TotalsSerializer()
    days = DayAnswerSerializer(many=True)
