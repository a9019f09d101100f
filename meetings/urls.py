from django.urls import path

from meetings.views import agenda, item_steps, items, lists, meeting_steps, papers, planning, rotation, sessions

app_name = "meetings"
urlpatterns = [
    path("rotation/<slug:code>/", rotation.RotationView.as_view(), name="rotation"),
    path("rotation/<slug:code>/swap/", rotation.ask_swap, name="ask_swap"),
    path("rotation/<slug:code>/substitute/", rotation.ask_substitute, name="ask_substitute"),
    path("turn-changes/<int:pk>/agree/", rotation.agree, name="agree_change"),
    path("turn-changes/<int:pk>/decline/", rotation.decline, name="decline_change"),
    path("turn-changes/<int:pk>/withdraw/", rotation.withdraw, name="withdraw_change"),
    path("<int:pk>/agenda/", agenda.AgendaPage.as_view(), name="agenda"),
    path("<int:pk>/agenda/items/", agenda.bring_item, name="bring_item"),
    path("<int:pk>/papers/", papers.add_to_meeting, name="add_paper"),
    path("items/<int:pk>/", items.ItemPage.as_view(), name="item"),
    path("items/<int:pk>/edit/", items.EditItemPage.as_view(), name="edit_item"),
    path("items/<int:pk>/papers/", papers.add_to_item, name="add_item_paper"),
    path("items/<int:pk>/<slug:step>/", item_steps.item_step, name="item_step"),
    path("papers/<int:pk>/", papers.download, name="paper"),
    path("papers/<int:pk>/remove/", papers.remove, name="remove_paper"),
    path("lists/", lists.entry_list, name="entries"),
    path("lists/add/<slug:code>/", lists.AddEntryPage.as_view(), name="add_entry"),
    path("lists/<int:pk>/", lists.EntryPage.as_view(), name="entry"),
    path("lists/<int:pk>/edit/", lists.edit, name="edit_entry"),
    path("lists/<int:pk>/close/", lists.close, name="close_entry"),
    path("lists/<int:pk>/project/", lists.join, name="make_project"),
    path("", sessions.meeting_list, name="list"),
    path("bodies/<slug:code>/", sessions.BodyPage.as_view(), name="body"),
    path("bodies/<slug:code>/add/", planning.AddPage.as_view(), name="add"),
    path("<int:pk>/", sessions.MeetingPage.as_view(), name="meeting"),
    path("<int:pk>/plan/", planning.PlanPage.as_view(), name="plan"),
    path("<int:pk>/move/", planning.MovePage.as_view(), name="move"),
    path("<int:pk>/steps/<slug:step>/", meeting_steps.meeting_step, name="step"),
]
