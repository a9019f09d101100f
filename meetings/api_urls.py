from django.urls import path
from rest_framework.routers import SimpleRouter

from meetings.api.handover import HandoverViewSet
from meetings.api.rotation import ConvenerTermList

router = SimpleRouter(use_regex_path=False)
router.register("handovers", HandoverViewSet, basename="handover")

urlpatterns = [path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms"), *router.urls]
