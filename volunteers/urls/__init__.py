"""Addresses by noun; the registry last, for a volunteer number is the most general of them."""

from volunteers.urls import correcting, feed, joining, merging, own, platforms, registry, reveal

app_name = "volunteers"
urlpatterns = [
    *joining.urlpatterns,
    *own.urlpatterns,
    *correcting.urlpatterns,
    *reveal.urlpatterns,
    *platforms.urlpatterns,
    *feed.urlpatterns,
    *merging.urlpatterns,
    *registry.urlpatterns,
]
