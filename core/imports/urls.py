"""The addresses of an app's imports, to be included under a prefix of that app."""

from django.urls import path

from core.imports import views
from core.imports.files import MEGABYTE
from core.imports.importer import importer_of


def routes(kind):
    """``path("imports/", include(routes("activities")))``."""
    given = {"kind": kind}
    upload = views.UploadPage.as_view(**given)
    upload.largest_request = importer_of(kind).limits.size + MEGABYTE
    return [
        path("", views.ImportList.as_view(**given), name="imports"),
        path("new/", upload, name="import_new"),
        path("template/", views.TemplateDownload.as_view(**given), name="import_template"),
        path("<int:pk>/", views.ImportPage.as_view(**given), name="import"),
        path("<int:pk>/words/", views.DecideWords.as_view(**given), name="import_words"),
        path("<int:pk>/confirm/", views.Confirm.as_view(**given), name="import_confirm"),
        path("<int:pk>/cancel/", views.Cancel.as_view(**given), name="import_cancel"),
        path("<int:pk>/pause/", views.Pause.as_view(**given), name="import_pause"),
        path("<int:pk>/resume/", views.Resume.as_view(**given), name="import_resume"),
        path("<int:pk>/again/", views.TryAgain.as_view(**given), name="import_again"),
        path("<int:pk>/result/", views.ResultDownload.as_view(**given), name="import_result"),
    ]
