from django.urls import include, path

from core.imports.urls import routes
from venues.views import (
    asking,
    booking_steps,
    bookings,
    calendars,
    closures,
    hours,
    lists,
    photos,
    reciprocity,
    series,
    venues,
)

app_name = "venues"
urlpatterns = [
    path("", lists.venue_list, name="list"),
    path("map/", lists.venue_map, name="map"),
    path("export/", lists.venue_export, name="export"),
    path("new/", venues.CreatePage.as_view(), name="create"),
    path("imports/", include(routes("venues"))),
    path("limits/", hours.LimitsPage.as_view(), name="corridor_limits"),
    path("limits/<str:code>/", hours.LimitsPage.as_view(), name="county_limits"),
    path("<int:pk>/", venues.VenuePage.as_view(), name="venue"),
    path("<int:pk>/edit/", venues.EditPage.as_view(), name="edit"),
    path("<int:pk>/move/", venues.MovePage.as_view(), name="move"),
    path("<int:pk>/end/", venues.EndPage.as_view(), name="end"),
    path("<int:pk>/hours/", hours.HoursPage.as_view(), name="hours"),
    path("<int:pk>/exceptions/", hours.ExceptionAdd.as_view(), name="add_exception"),
    path("exceptions/<int:pk>/remove/", hours.remove_exception, name="remove_exception"),
    path("<int:pk>/limits/", hours.LimitsPage.as_view(), name="limits"),
    path("<int:pk>/photos/", photos.add, name="add_photo"),
    path("photos/<int:pk>/", photos.show, name="photo"),
    path("photos/<int:pk>/small/", photos.show, {"size": "small"}, name="thumbnail"),
    path("photos/<int:pk>/remove/", photos.remove, name="remove_photo"),
]

urlpatterns += [
    path("bookings/", bookings.booking_list, name="bookings"),
    path("bookings/asked/", bookings.asked_of_my_venues, name="bookings_asked"),
    path("bookings/own/", bookings.asked_by_my_county, name="bookings_own"),
    path("bookings/lent-and-borrowed/", reciprocity.reciprocity, name="reciprocity"),
    path("bookings/<int:pk>/", bookings.BookingPage.as_view(), name="booking"),
    path("bookings/<int:pk>/move/", booking_steps.MovePage.as_view(), name="move_booking"),
    path("bookings/<int:pk>/<slug:step>/", booking_steps.booking_step, name="booking_step"),
    path("<int:pk>/book/", asking.AskPage.as_view(), name="ask"),
    path("<int:pk>/book/series/", series.SeriesPage.as_view(), name="ask_series"),
    path("<int:pk>/calendar/", calendars.venue_calendar, name="calendar"),
    path("<int:pk>/close/", closures.ClosePage.as_view(), name="close"),
    path("closures/<int:pk>/lift/", closures.lift, name="lift_closure"),
    path("<int:pk>/sheet/", calendars.door_sheet, name="door_sheet"),
]
