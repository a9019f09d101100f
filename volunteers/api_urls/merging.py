from rest_framework.routers import SimpleRouter

from volunteers.api.merging import PairViewSet

router = SimpleRouter(use_regex_path=False)
router.register("volunteer-pairs", PairViewSet, basename="volunteer-pair")

urlpatterns = router.urls
