from django.urls import path

from core import health, views
from core.holidays import views as holidays

urlpatterns = [
    path("", views.home, name="home"),
    path("errors/", views.error_codes, name="error_codes"),
    path("large-mode/", views.set_large_mode, name="large_mode"),
    path("calendar/", holidays.this_year, name="calendar"),
    path("calendar/<int:year>/", holidays.YearPage.as_view(), name="calendar_year"),
    path("calendar/<int:year>/publish/", holidays.publish, name="calendar_publish"),
    path("calendar/<int:year>/day/", holidays.set_day, name="calendar_set_day"),
    path("calendar/<int:year>/clear/", holidays.clear_day, name="calendar_clear_day"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
