from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/report/", views.report, name="report"),
]
