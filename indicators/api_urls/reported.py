from rest_framework.routers import SimpleRouter

from indicators.api.reported.dictionary import DataSetViewSet, IndicatorViewSet
from indicators.api.reported.reports import ReportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("data-sets", DataSetViewSet, basename="data-set")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("reports", ReportViewSet, basename="report")

urlpatterns = router.urls
