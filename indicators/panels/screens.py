"""What big screens put on pages of lower apps."""

from indicators.models import Screen
from indicators.queries.screen_places import places_open_to


def belt_screens(request, belt):
    """For the county that convenes the belt, whose navigation does not lead to the screens."""
    if f"belt:{belt.pk}" not in places_open_to(request.user):
        return None
    return {"number": Screen.objects.manageable_by(request.user).usable().of_place(belt=belt).count()}
