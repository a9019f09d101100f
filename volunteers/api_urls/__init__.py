from volunteers.api_urls import exchange, joining, merging, own, platforms, registry, reveal

urlpatterns = [
    *joining.urlpatterns,
    *own.urlpatterns,
    *reveal.urlpatterns,
    *platforms.urlpatterns,
    *exchange.urlpatterns,
    *merging.urlpatterns,
    *registry.urlpatterns,
]
