from django.urls import path
from rest_framework.routers import SimpleRouter

from volunteers.api.changes import volunteer_changes
from volunteers.api.transfers import TransferViewSet
from volunteers.api.webhooks import WebhookDeliveryViewSet

router = SimpleRouter(use_regex_path=False)
router.register("transfers", TransferViewSet, basename="transfer")
router.register("webhook-deliveries", WebhookDeliveryViewSet, basename="webhook-delivery")

urlpatterns = [
    path("volunteer-changes/", volunteer_changes, name="volunteer-changes"),
    *router.urls,
]
