from volunteers.api_urls import exchange, feed, joining, merging, own, platforms, registry, reveal

urlpatterns = [
    *joining.urlpatterns,
    *own.urlpatterns,
    *reveal.urlpatterns,
    *platforms.urlpatterns,
    *exchange.urlpatterns,
    *feed.urlpatterns,
    *merging.urlpatterns,
    *registry.urlpatterns,
]
