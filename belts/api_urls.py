from rest_framework.routers import SimpleRouter

from belts import api

router = SimpleRouter()
router.register("belts", api.BeltViewSet, basename="belt")
router.register("regions", api.RegionViewSet, basename="region")
router.register("units", api.UnitViewSet, basename="unit")

urlpatterns = router.urls
