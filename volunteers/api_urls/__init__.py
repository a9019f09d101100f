from volunteers.api_urls import correcting, feed, joining, merging, own, platforms, registry, reveal

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
