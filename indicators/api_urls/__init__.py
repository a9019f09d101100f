from django.urls import include, path
from rest_framework.routers import SimpleRouter

from indicators.api import statistics
from indicators.api.bulletins import BulletinViewSet
from indicators.api.tables import SavedViewViewSet

router = SimpleRouter(use_regex_path=False)
router.register("bulletins", BulletinViewSet, basename="bulletin")
router.register("statistics/tables", SavedViewViewSet, basename="saved-table")

urlpatterns = [
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("statistics/headline/", statistics.HeadlineView.as_view(), name="statistics-headline"),
    path("statistics/structure/", statistics.StructureView.as_view(), name="statistics-structure"),
    *router.urls,
    path("", include("indicators.api_urls.reported")),
]
