from django.urls import include, path

from core.imports.urls import routes
from volunteers.views import platforms

urlpatterns = [
    path("imports/", include(routes("volunteers"))),
    path("platforms/", platforms.platform_list, name="platforms"),
    path("platforms/deliveries/", platforms.delivery_list, name="deliveries"),
    path("platforms/<slug:code>/edit/", platforms.PlatformEdit.as_view(), name="platform_edit"),
    path("platforms/<slug:code>/secret/", platforms.issue_secret, name="platform_secret"),
]
