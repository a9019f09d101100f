"""Addresses under /reported/."""

from django.urls import path

from indicators.views.reported import acceptance, dictionary, entry, files, periods

CELL = "<slug:pk>/<str:period>/<str:region>"
urlpatterns = [
    path("", periods.overview, name="reported"),
    path("acceptance/", acceptance.AcceptancePage.as_view(), name="acceptance"),
    path("differences/", acceptance.differences, name="differences"),
    path("figures/<int:pk>/accept/", acceptance.accept, name="accept_report"),
    path("figures/<int:pk>/return/", acceptance.give_back, name="return_report"),
    path("figures/<int:pk>/sign/", acceptance.sign, name="sign_difference"),
    path("figures/<int:pk>/explain/", entry.explain, name="explain_report"),
    path("indicators/", dictionary.indicator_list, name="indicators"),
    path("indicators/add/", dictionary.AddIndicator.as_view(), name="add_indicator"),
    path("indicators/<slug:pk>/", dictionary.indicator, name="indicator"),
    path("indicators/<slug:pk>/file/", files.series, name="series_file"),
    path("indicators/<slug:pk>/edit/", dictionary.EditIndicator.as_view(), name="edit_indicator"),
    path("indicators/<slug:pk>/published/", dictionary.AddPublished.as_view(), name="add_published"),
    path("indicators/<slug:pk>/define/<str:province>/", dictionary.DefineIndicator.as_view(), name="define_indicator"),
    path("sets/add/", dictionary.AddDataSet.as_view(), name="add_data_set"),
    path("sets/<slug:pk>/", periods.data_set, name="data_set"),
    path("sets/<slug:pk>/edit/", dictionary.EditDataSet.as_view(), name="edit_data_set"),
    path("sets/<slug:pk>/<str:period>/", periods.period, name="period"),
    path("sets/<slug:pk>/<str:period>/file/", files.period, name="period_file"),
    path("sets/<slug:pk>/<str:period>/close/<str:province>/", periods.close, name="close_period"),
    path(f"sets/{CELL}/", entry.EntryPage.as_view(), name="entry"),
    path(f"sets/{CELL}/claim/<slug:indicator>/", entry.claim, name="claim_figure"),
]
