"""Which meetings and resolutions count for a place, as figures have it: one region is all that is asked."""

from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from belts.models import BeltMembership, Region
from meetings.models import BodyMember, JointMeeting, Resolution, ResolutionParty
from meetings.models.meeting import HELD_STATES
from venues.queries.credited import Place

OWED, HELD = "owed", "held"
DAYS = {OWED: F("period_last"), HELD: TruncDate("starts_at"), "": Coalesce(TruncDate("starts_at"), "period_last")}
ROWS = {OWED: Q(period__isnull=False), HELD: Q(state__in=HELD_STATES), "": Q()}


def counted_meetings(rows: QuerySet[JointMeeting], counted: str, place: Place) -> QuerySet[Any]:
    """``owed``: one a period, on its last day; ``held``: on their day; "": all, on whichever of the two there is.

    Credited to the regions that sat in the body on that day, which the rows have as ``day``.
    """
    found: QuerySet[Any] = rows.filter(ROWS[counted]).alias(day=DAYS[counted])
    if not place.asks:
        return found
    sat_in_belt = _seats(BeltMembership.objects.filter(belt=OuterRef("body__belt")), place)
    sat_in_body = _seats(BodyMember.objects.filter(body=OuterRef("body_id")), place)
    return found.filter(Exists(sat_in_belt) | Exists(sat_in_body) | _of_the_provinces(place))


def _seats(seats: Any, place: Place) -> QuerySet[Any]:
    day = ExpressionWrapper(OuterRef("day"), output_field=DateField())
    held = seats.alias(day=day).filter(Q(until=None) | Q(until__gte=F("day")), since__lte=F("day"))
    return held.filter(place.holds_for("region"))


def _of_the_provinces(place: Place) -> Q:
    """The meeting of the provinces, where one of them is all that is asked: a province sits in no belt."""
    codes = {region.pk for region in (place.region, place.province) if region}
    outside = place.belt is None and not place.corridor
    sits = Region.objects.filter(level=Region.Level.PROVINCE)
    fits = outside and len(codes) < 2 and sits.filter(**({"pk__in": codes} if codes else {})).exists()
    return Q(body__kind="provincial") if fits else Q(pk__in=[])


def credited_resolutions(rows: QuerySet[Resolution], place: Place, role: str = "") -> QuerySet[Any]:
    """Those of which one party, in that role where one is named, is all that is asked on the day they are due."""
    if not (place.asks or role):
        return rows
    day = ExpressionWrapper(OuterRef("due_on"), output_field=DateField())
    parties = ResolutionParty.objects.filter(resolution=OuterRef("pk"), **({"role": role} if role else {}))
    return rows.filter(Exists(parties.alias(day=day).filter(place.holds_for("region"))))
