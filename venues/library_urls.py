from django.urls import include, path

from core.imports.urls import routes
from venues.views import libraries, library_flows, library_imports

app_name = "libraries"
upload = library_imports.DayFileUploadPage.as_view(kind="lending")
imports = [route for route in routes("lending") if route.name != "import_new"]

urlpatterns = [
    path("", libraries.LibraryListView.as_view(), name="list"),
    path("new/", libraries.LibraryCreateView.as_view(), name="create"),
    path("flows/", library_flows.FlowsView.as_view(), name="flows"),
    path("imports/new/", upload, name="import_new"),
    path("imports/", include(imports)),
    path("movements/<int:pk>/", libraries.MovementView.as_view(), name="movement"),
    path("<int:pk>/", libraries.LibraryDetailView.as_view(), name="library"),
    path("<int:pk>/edit/", libraries.LibraryUpdateView.as_view(), name="edit"),
    path("<int:pk>/empty-day/", libraries.EmptyDayView.as_view(), name="empty_day"),
    path("<int:pk>/aside/", libraries.AsideListView.as_view(), name="aside"),
]
