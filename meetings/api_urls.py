from django.urls import path

from meetings.api.rotation import ConvenerTermList

urlpatterns = [path("convener-terms/", ConvenerTermList.as_view(), name="convener-terms")]
