from django.urls import path
from rest_framework.routers import SimpleRouter

from meetings.api.agenda import AgendaItemViewSet, PaperViewSet
from meetings.api.attendance import AttendanceViewSet, InvitationViewSet
from meetings.api.colours import BodyColourPolicy, GeneralColourPolicy
from meetings.api.handover import HandoverViewSet
from meetings.api.lists import ListEntryViewSet
from meetings.api.minutes import MinutesViewSet
from meetings.api.proposals import ProposalList
from meetings.api.resolutions import EvidenceViewSet, ResolutionViewSet
from meetings.api.rotation import ConvenerTermList
from meetings.api.sessions import BodyViewSet, MeetingViewSet

router = SimpleRouter(use_regex_path=False)
router.register("resolutions", ResolutionViewSet, basename="resolution")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("bodies", BodyViewSet, basename="body")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("attendance", AttendanceViewSet, basename="attendance")
router.register("minutes", MinutesViewSet, basename="minutes")
router.register("agenda-items", AgendaItemViewSet, basename="agenda-item")
router.register("list-entries", ListEntryViewSet, basename="list-entry")
router.register("papers", PaperViewSet, basename="paper")
router.register("handovers", HandoverViewSet, basename="handover")

urlpatterns = [
    path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms"),
    path("colour-policy/", GeneralColourPolicy.as_view(), name="colour-policy"),
    path("bodies/<slug:pk>/colour-policy/", BodyColourPolicy.as_view(), name="body-colour-policy"),
    *router.urls,
    path("meetings/<int:pk>/proposals/", ProposalList.as_view(), name="meeting-proposals"),
]
