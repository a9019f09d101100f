from django.urls import path

from volunteers.api.revealing import reveal

urlpatterns = [path("volunteers/<str:volunteer_no>/reveal/", reveal, name="volunteer-reveal")]
