from rest_framework.routers import SimpleRouter

from venues.api.libraries import LibraryViewSet
from venues.api.library_movements import LibraryMovementViewSet

router = SimpleRouter(use_regex_path=False)
router.register("libraries", LibraryViewSet, basename="library")
router.register("library-movements", LibraryMovementViewSet, basename="library-movement")

urlpatterns = router.urls
