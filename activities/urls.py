from django.urls import path

from activities.views import attachments, detail, duplicates, lists, logging, queues, steps

app_name = "activities"
urlpatterns = [
    path("", lists.activity_list, name="list"),
    path("print/", lists.activity_print, name="print"),
    path("calendar/", lists.activity_calendar, name="calendar"),
    path("export/", lists.activity_export, name="export"),
    path("new/", logging.CreatePage.as_view(), name="create"),
    path("new/counties/", logging.partner_choices, name="partner_choices"),
    path("new/find/<slug:kind>/", logging.picker_choices, name="picker_choices"),
    path("mine/", queues.to_finish, name="to_finish"),
    path("to-verify/", queues.to_verify, name="to_verify"),
    path("<int:pk>/", detail.DetailPage.as_view(), name="detail"),
    path("<int:pk>/edit/", logging.EditPage.as_view(), name="edit"),
    path("<int:pk>/submit/", steps.submit, name="submit"),
    path("<int:pk>/verify/", steps.verify, name="verify"),
    path("<int:pk>/return/", steps.send_back, name="return"),
    path("<int:pk>/reopen/", steps.reopen, name="reopen"),
    path("<int:pk>/delete/", steps.delete, name="delete"),
    path("<int:pk>/attach/", attachments.attach, name="attach"),
    path("attachments/<int:pk>/", attachments.show, name="attachment"),
    path("attachments/<int:pk>/small/", attachments.show, {"size": "small"}, name="thumbnail"),
    path("attachments/<int:pk>/remove/", attachments.remove, name="remove_attachment"),
    path("duplicates/", duplicates.candidate_list, name="duplicates"),
    path("duplicates/<int:pk>/", duplicates.candidate_detail, name="duplicate"),
    path("duplicates/<int:pk>/decide/", duplicates.decide, name="decide_duplicate"),
]
