from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from core.views import ApiDocumentationView

# Each app's own addresses under one version; names are "api:<name>".
api_patterns = [
    path("", include("core.api_urls")),
    path("", include("belts.api_urls")),
    path("", include("accounts.api_urls")),
    path("", include("venues.api_urls")),
    path("", include("volunteers.api_urls")),
    path("", include("activities.api_urls")),
    path("", include("meetings.api_urls")),
    path("", include("indicators.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", ApiDocumentationView.as_view(url_name="api:schema"), name="docs"),
]

handler400 = "core.error_pages.bad_request"
handler403 = "core.error_pages.forbidden"
handler404 = "core.error_pages.not_found"
handler500 = "core.error_pages.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("belts.urls")),
    path("", include("indicators.urls")),
    path("venues/", include("venues.urls")),
    path("volunteers/", include("volunteers.urls")),
    path("activities/", include("activities.urls")),
    path("meetings/", include("meetings.urls")),
    path("people/", include("accounts.urls")),
    path("", include("accounts.own_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("api/v1/", include((api_patterns, "api"))),
]
