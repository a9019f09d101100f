from venues.models.libraries import Library
from venues.models.library_movements import LibraryDelivery, LibraryItem, LibraryMovement
from venues.models.library_tallies import LibraryDay, LibraryFlow, LibraryHorizon, LibraryStay

__all__ = [
    "Library",
    "LibraryDay",
    "LibraryDelivery",
    "LibraryFlow",
    "LibraryHorizon",
    "LibraryItem",
    "LibraryMovement",
    "LibraryStay",
]
