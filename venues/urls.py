from django.urls import include, path

app_name = "venues"
urlpatterns = [
    path("libraries/", include("venues.library_urls")),
]
