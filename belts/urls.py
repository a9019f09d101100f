from django.urls import path, register_converter

from belts.views import places, seats, units


class RegionCode:
    """Six plain digits; full-width ones name no region."""

    regex = "[0-9]{6}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(RegionCode, "region")

app_name = "belts"
urlpatterns = [
    path("corridor/", places.CorridorView.as_view(), name="corridor"),
    path("corridor/join/", seats.JoinView.as_view(), name="join"),
    path("corridor/leave/", seats.LeaveView.as_view(), name="leave"),
    path("corridor/replace/", seats.ReplaceView.as_view(), name="replace"),
    path("belts/<slug:code>/", places.BeltView.as_view(), name="belt"),
    path("counties/", places.CountyListView.as_view(), name="counties"),
    path("counties/<region:code>/", places.CountyView.as_view(), name="county"),
    path("counties/<region:code>/units/new/", units.UnitCreateView.as_view(), name="unit_create"),
    path("units/", units.UnitListView.as_view(), name="units"),
    path("units/<int:pk>/", units.UnitDetailView.as_view(), name="unit"),
    path("units/<int:pk>/edit/", units.UnitUpdateView.as_view(), name="unit_edit"),
    path("units/<int:pk>/move/", units.UnitMoveView.as_view(), name="unit_move"),
    path("units/<int:pk>/close/", units.UnitCloseView.as_view(), name="unit_close"),
]
