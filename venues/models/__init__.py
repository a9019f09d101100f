from venues.models.booking import Booking, BookingSeries, BookingStep
from venues.models.kinds import Facility, Kind, Limit, Purpose
from venues.models.opening import Closure, OpeningException, OpeningHours
from venues.models.venue import BookingLimit, Venue, VenueBuilder, VenueContact, VenuePhoto, VenueSharedWith

__all__ = [
    "Booking",
    "BookingLimit",
    "BookingSeries",
    "BookingStep",
    "Closure",
    "Facility",
    "Kind",
    "Limit",
    "OpeningException",
    "OpeningHours",
    "Purpose",
    "Venue",
    "VenueBuilder",
    "VenueContact",
    "VenuePhoto",
    "VenueSharedWith",
]
