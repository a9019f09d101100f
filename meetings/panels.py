"""What meetings put on pages of others."""

from django.utils import timezone

from belts.models import BeltMembership
from meetings.models import Body
from meetings.queries.cadence import compliance_of
from meetings.queries.projection import projection
from meetings.queries.sessions import next_of

YEARS_SHOWN = 10


def rotation_panel(request, belt):
    """Who convenes this year and in the ten that follow, with the reason."""
    year = timezone.localdate().year
    lines = projection(belt, year, year + YEARS_SHOWN)
    return {"belt": belt, "lines": lines} if lines else None


def home_head(request, _subject):
    """This year's convener and the next one's, of the belt that one's county sits in."""
    region = request.user.home_region
    seat = (
        region and BeltMembership.objects.on(timezone.localdate()).filter(region=region).select_related("belt").first()
    )
    if not seat:
        return None
    year = timezone.localdate().year
    lines = projection(seat.belt, year, year + 1)
    return {"belt": seat.belt, "lines": lines} if lines else None


def belt_cadence_panel(request, belt):
    """Whether the belt's body meets every quarter, and when next."""
    body = Body.objects.visible_to(request.user).filter(belt=belt).first()
    if body is None:
        return None
    (compliance,) = compliance_of([body])
    return {"compliance": compliance, "next": next_of(body)}


def corridor_cadence_panel(request, _subject):
    """Held, late and missed of every body that has a cadence and meets today."""
    rows = Body.objects.visible_to(request.user).on(timezone.localdate()).exclude(cadence=Body.Cadence.NONE)
    found = compliance_of(rows)
    return {"rows": found} if found else None
