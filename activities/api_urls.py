from rest_framework.routers import SimpleRouter

from activities.api.activities import ActivityViewSet
from activities.api.entities import BrandViewSet, TeamViewSet, WorkViewSet

router = SimpleRouter(use_regex_path=False)
router.register("activities", ActivityViewSet, basename="activity")
router.register("teams", TeamViewSet, basename="team")
router.register("works", WorkViewSet, basename="work")
router.register("brands", BrandViewSet, basename="brand")

urlpatterns = router.urls
