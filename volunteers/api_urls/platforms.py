from django.urls import path
from rest_framework.routers import SimpleRouter

from volunteers.api.deliveries import DeliveryViewSet
from volunteers.api.pushing import PushView

router = SimpleRouter(use_regex_path=False)
router.register("volunteer-deliveries", DeliveryViewSet, basename="volunteer-delivery")

urlpatterns = [
    path("volunteer-platforms/push/", PushView.as_view(), name="volunteer-push"),
    *router.urls,
]
