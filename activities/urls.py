from django.urls import path

from activities.views import attachments, duplicates, lists

app_name = "activities"
urlpatterns = [
    path("", lists.activity_list, name="list"),
    path("print/", lists.activity_print, name="print"),
    path("calendar/", lists.activity_calendar, name="calendar"),
    path("export/", lists.activity_export, name="export"),
    path("<int:pk>/attach/", attachments.attach, name="attach"),
    path("attachments/<int:pk>/", attachments.show, name="attachment"),
    path("attachments/<int:pk>/small/", attachments.show, {"size": "small"}, name="thumbnail"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="remove_attachment"),
    path("duplicates/", duplicates.candidate_list, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.candidate_detail, name="duplicate"),
    path("duplicates/<int:pk>/decide/", duplicates.decide, name="decide_duplicate"),
]
