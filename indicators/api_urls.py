from django.urls import path

from indicators import api

urlpatterns = [
    path("statistics/", api.StatisticsView.as_view(), name="statistics"),
    path("statistics/headline/", api.HeadlineView.as_view(), name="statistics-headline"),
]
