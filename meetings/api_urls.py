from django.urls import path
from rest_framework.routers import SimpleRouter

from meetings.api.rotation import ConvenerTermList
from meetings.api.sessions import BodyViewSet, MeetingViewSet

router = SimpleRouter(use_regex_path=False)
router.register("bodies", BodyViewSet, basename="body")
router.register("meetings", MeetingViewSet, basename="meeting")

urlpatterns = [
    path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms"),
    *router.urls,
]
