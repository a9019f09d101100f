from django.urls import path
from rest_framework.routers import SimpleRouter

from volunteers.api.changes import volunteer_changes
from volunteers.api.transfers import TransferViewSet

router = SimpleRouter(use_regex_path=False)
router.register("transfers", TransferViewSet, basename="transfer")

urlpatterns = [
    path("volunteer-changes/", volunteer_changes, name="volunteer-changes"),
    *router.urls,
]
