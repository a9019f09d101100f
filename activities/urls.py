from django.urls import path

from activities.views import attachments, duplicates

app_name = "activities"
urlpatterns = [
    path("<int:pk>/attach/", attachments.attach, name="attach"),
    path("attachments/<int:pk>/", attachments.show, name="attachment"),
    path("attachments/<int:pk>/small/", attachments.show, {"size": "small"}, name="thumbnail"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="remove_attachment"),
    path("duplicates/", duplicates.candidate_list, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.candidate_detail, name="duplicate"),
    path("duplicates/<int:pk>/decide/", duplicates.decide, name="decide_duplicate"),
]
