from django.urls import path

from core import views

urlpatterns = [
    path("", views.home, name="home"),
    path("errors/", views.error_codes, name="error_codes"),
    path("large-mode/", views.set_large_mode, name="large_mode"),
]
