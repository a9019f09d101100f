from django.urls import path

from volunteers.views import registry

urlpatterns = [
    path("", registry.volunteer_list, name="list"),
    path("export/", registry.volunteer_export, name="export"),
    path("<int:number>/", registry.VolunteerPage.as_view(), name="volunteer"),
    path("<int:number>/offer/", registry.OfferPage.as_view(), name="offer"),
]
