"""The lock of a whole: whoever decides who has it or one of its parts waits here for whoever else does."""

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
        venues = [now[venue.pk] for venue in venues]
