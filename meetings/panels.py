"""What meetings put on pages of others."""

from django.utils import timezone

from belts.models import BeltMembership
from meetings.queries.projection import projection

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
