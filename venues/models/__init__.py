from venues.models.booking import Booking, BookingSeries, BookingStep
from venues.models.kinds import Facility, Kind, Limit, Purpose
from venues.models.libraries import Library
from venues.models.library_movements import LibraryDelivery, LibraryItem, LibraryMovement
from venues.models.library_tallies import LibraryDay, LibraryFlow, LibraryHorizon, LibraryStay
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
    "Library",
    "LibraryDay",
    "LibraryDelivery",
    "LibraryFlow",
    "LibraryHorizon",
    "LibraryItem",
    "LibraryMovement",
    "LibraryStay",
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
