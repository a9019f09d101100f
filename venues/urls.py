from django.urls import path

from venues.views import asking, booking_steps, bookings, calendars, reciprocity, series

app_name = "venues"
urlpatterns: list = []

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
    path("<int:pk>/sheet/", calendars.door_sheet, name="door_sheet"),
]
