from django.urls import path
from rest_framework.routers import SimpleRouter

from meetings.api.agenda import AgendaItemViewSet, PaperViewSet
from meetings.api.lists import ListEntryViewSet
from meetings.api.rotation import ConvenerTermList
from meetings.api.sessions import BodyViewSet, MeetingViewSet

router = SimpleRouter(use_regex_path=False)
router.register("bodies", BodyViewSet, basename="body")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("agenda-items", AgendaItemViewSet, basename="agenda-item")
router.register("list-entries", ListEntryViewSet, basename="list-entry")
router.register("papers", PaperViewSet, basename="paper")

urlpatterns = [
    path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms"),
    *router.urls,
]
