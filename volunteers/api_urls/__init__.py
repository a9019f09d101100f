from volunteers.api_urls import feed, joining, merging, platforms, registry, reveal

urlpatterns = [
    *joining.urlpatterns,
    *reveal.urlpatterns,
    *platforms.urlpatterns,
    *feed.urlpatterns,
    *merging.urlpatterns,
    *registry.urlpatterns,
]
