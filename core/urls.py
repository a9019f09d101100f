from django.urls import path

from core import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("errors/", views.error_codes, name="error_codes"),
    path("large-mode/", views.set_large_mode, name="large_mode"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
