from django.urls import path
from rest_framework.routers import SimpleRouter

from venues.api.bookings import BookingViewSet
from venues.api.calendars import free_list, venue_calendar
from venues.api.libraries import LibraryViewSet
from venues.api.library_movements import LibraryMovementViewSet
from venues.api.series import SeriesViewSet
from venues.api.venues import VenueViewSet

router = SimpleRouter(use_regex_path=False)
router.register("venues", VenueViewSet, basename="venue")
router.register("bookings", BookingViewSet, basename="booking")
router.register("booking-series", SeriesViewSet, basename="booking-series")
router.register("libraries", LibraryViewSet, basename="library")
router.register("library-movements", LibraryMovementViewSet, basename="library-movement")

# Before the router's: "free" is no id of a venue.
urlpatterns = [
    path("venues/free/", free_list, name="venue-free"),
    path("venues/<int:pk>/calendar/", venue_calendar, name="venue-calendar"),
    *router.urls,
]
