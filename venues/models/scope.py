"""Who sees and changes venues and what is booked in them: one place for all of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import Role
from belts.models.rights import kept_regions
from core.dated import DatedQuerySet

COUNTED_STATES = ("approved", "held")


def _within(prefix, codes):
    """In one of these regions; a province's code covers its counties."""
    return Q(**{f"{prefix}region_id__in": codes}) | Q(**{f"{prefix}region__province_id__in": codes})


def managed(user, prefix=""):
    """Venues whose bookings this user decides: those of the post's unit, or of its county when it names none."""
    reach = user.reach
    if reach.token_is_read_only:
        return Q(pk__in=[])
    units = Q(**{f"{prefix}unit_id__in": reach.managed_units})
    found = units | _within(prefix, reach.managing | reach.reviewing)
    if reach.corridor_office:
        found = Q()
    return found if reach.places is None else found & _within(prefix, reach.places)


class VenueQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Venues are open to the neighbours: whoever is signed in sees them."""
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        """Kept by the county's staff, the offices above it, and the manager of its unit."""
        kept = kept_regions(user, "region__")
        if user.is_authenticated and not user.reach.token_is_read_only:
            kept = kept | managed(user)
        return self.filter(kept)

    def managed_by(self, user):
        """Venues whose bookings this user decides."""
        return self.filter(managed(user))

    def beside(self, space):
        """What shares room with ``space``: the venue itself, the wholes it is part of, and its own parts."""
        return self.filter(space__overlap=space)


class PartOfVenueQuerySet(models.QuerySet):
    """Rows that belong to a venue: whoever sees or changes the venue sees or changes them."""

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        from venues.models.venue import Venue

        return self.filter(venue__in=Venue.objects.manageable_by(user))


def keeps_corridor_rules(user):
    """Rules of booking that hold for all venues are the corridor office's."""
    return user.is_authenticated and user.reach.corridor_office and not user.reach.token_is_read_only


class LimitQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        """A venue's by who keeps it, a county's by its staff, the corridor's by the corridor office."""
        from venues.models.venue import Venue

        own = Q(venue__in=Venue.objects.manageable_by(user)) | (
            Q(region__isnull=False) & kept_regions(user, "region__")
        )
        if keeps_corridor_rules(user):
            own |= Q(venue=None, region=None)
        return self.filter(own)


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Both sides and the offices above them; everybody else sees only that a venue is taken, without names."""
        reach = user.reach
        if not reach.staff:
            return self.filter(requested_by=user)
        if reach.sees_everything and reach.places is None:
            return self
        own = reach.counties | reach.provinces
        seen = managed(user, "venue__") | _within("venue__", own | reach.managing) | _within("borrower_", own)
        mine = seen | Q(requested_by=user)
        if reach.places is None:
            return self.filter(mine)
        return self.filter(mine & (_within("venue__", reach.places) | _within("borrower_", reach.places)))

    def counted_visible_to(self, user, states=COUNTED_STATES):
        """What figures count: hours are no secret among the counties, only who meets for what is its sides' own."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        counted = self.filter(state__in=states)
        if reach.places is None:
            return counted
        return counted.filter(_within("venue__", reach.places) | _within("borrower_", reach.places))

    def across_provinces(self, wanted=True):
        """A county of one province asked for a venue of the other."""
        lender = Coalesce("venue__region__province_id", "venue__region_id")
        same = Q(lender=Coalesce("borrower_region__province_id", "borrower_region_id"))
        return self.alias(lender=lender).filter(~same if wanted else same)

    def manageable_by(self, user):
        """The borrower's county asks, changes, withdraws and cancels."""
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        own = _within("borrower_", reach.counties)
        if reach.corridor_office:
            own = Q()
        return self.filter(own if reach.places is None else own & _within("borrower_", reach.places))

    def decidable_by(self, user):
        """Asked of a venue that this user manages."""
        return self.filter(managed(user, "venue__"))

    def agreeable_by(self, user):
        """Asked for by the reviewer's own county, before the neighbour is asked to decide."""
        if user.reach.token_is_read_only:
            return self.none()
        return self.filter(_within("borrower_", user.reach.reviewing))

    def overlapping(self, space, during):
        """Bookings that share room and time with it, in whatever state."""
        return self.filter(space__overlap=space, during__overlap=during)

    def blocking(self):
        """Those that nobody else can have beside them."""
        from venues.models.booking import BLOCKING_STATES

        return self.filter(state__in=BLOCKING_STATES)


class SeriesQuerySet(models.QuerySet):
    """A series is seen and changed by whoever sees or changes one of its bookings."""

    def visible_to(self, user):
        from venues.models.booking import Booking

        return self.filter(pk__in=Booking.objects.visible_to(user).values("series_id"))

    def manageable_by(self, user):
        from venues.models.booking import Booking

        return self.filter(pk__in=Booking.objects.manageable_by(user).values("series_id"))


class PartOfBookingQuerySet(models.QuerySet):
    def visible_to(self, user):
        from venues.models.booking import Booking

        return self.filter(booking__in=Booking.objects.visible_to(user))

    def manageable_by(self, user):
        from venues.models.booking import Booking

        return self.filter(booking__in=Booking.objects.manageable_by(user))


def may_ask(user):
    """Whether this person borrows for a county: its loggers, reviewers and venue managers, and the offices."""
    reach = user.reach
    return bool(reach.counties or reach.managing or reach.corridor_office) and Role.AUDITOR not in reach.roles
