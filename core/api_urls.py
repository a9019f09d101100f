from django.urls import path

from core.holidays.api import CalendarYearApi

urlpatterns = [path("calendar/<int:year>/", CalendarYearApi.as_view(), name="calendar-year")]
