from rest_framework.routers import SimpleRouter

from volunteers.api.registry import VolunteerViewSet

router = SimpleRouter(use_regex_path=False)
router.register("volunteers", VolunteerViewSet, basename="volunteer")

urlpatterns = router.urls
