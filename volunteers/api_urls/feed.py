from rest_framework.routers import SimpleRouter

from volunteers.api.transfers import TransferViewSet

router = SimpleRouter(use_regex_path=False)
router.register("transfers", TransferViewSet, basename="transfer")

urlpatterns = [*router.urls]
