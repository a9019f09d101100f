from django.urls import path

from meetings.api.proposals import ProposalList
from meetings.api.rotation import ConvenerTermList

urlpatterns = [
    path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms"),
    path("meetings/<int:pk>/proposals/", ProposalList.as_view(), name="meeting-proposals"),
]
