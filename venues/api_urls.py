from rest_framework.routers import SimpleRouter

from venues.api.venues import VenueViewSet

router = SimpleRouter(use_regex_path=False)
router.register("venues", VenueViewSet, basename="venue")

urlpatterns = router.urls
