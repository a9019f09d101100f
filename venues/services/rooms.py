"""The lock of a whole: whoever decides who has it or one of its parts waits here for whoever else does."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.locks import work_alone
from venues.models import Venue


def hold(*venues):
    """The venues as they are now, in the order given; nobody else decides about their wholes until the end.

    Wholes are locked by number, so that two who need the same two cannot wait for each other. A venue that moved into
    another whole while we waited is locked there too.
    """
    locked = set()
    while True:
        wholes = {int(venue.space.lower) for venue in venues}
        if wholes <= locked:
            return list(venues)
        for number in sorted(wholes - locked):
            work_alone(f"whole {number}")
        locked |= wholes
        now = Venue.objects.select_related("region", "unit").in_bulk([venue.pk for venue in venues])
        if any(venue.pk not in now for venue in venues):
            raise ValidationError(_("This venue does not exist any more."), code="gone")
        venues = [now[venue.pk] for venue in venues]
