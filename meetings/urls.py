from django.urls import path

from meetings.views import board, meeting_steps, planning, proposals, resolution_steps, resolutions, rotation, sessions

app_name = "meetings"
urlpatterns = [
    path("rotation/<slug:code>/", rotation.RotationView.as_view(), name="rotation"),
    path("rotation/<slug:code>/swap/", rotation.ask_swap, name="ask_swap"),
    path("rotation/<slug:code>/substitute/", rotation.ask_substitute, name="ask_substitute"),
    path("turn-changes/<int:pk>/agree/", rotation.agree, name="agree_change"),
    path("turn-changes/<int:pk>/decline/", rotation.decline, name="decline_change"),
    path("turn-changes/<int:pk>/withdraw/", rotation.withdraw, name="withdraw_change"),
    path("resolutions/", board.board, name="resolutions"),
    path("resolutions/export/", board.board_export, name="export_resolutions"),
    path("resolutions/<int:pk>/", resolutions.ResolutionPage.as_view(), name="resolution"),
    path("resolutions/<int:pk>/evidence/", resolution_steps.add_evidence, name="add_evidence"),
    path("resolutions/<int:pk>/<slug:step>/", resolution_steps.resolution_step, name="resolution_step"),
    path("evidence/<int:pk>/", resolution_steps.show_evidence, name="evidence"),
    path("evidence/<int:pk>/remove/", resolution_steps.remove_evidence, name="remove_evidence"),
    path("<int:pk>/resolutions/", resolutions.meeting_resolutions, name="meeting_resolutions"),
    path("<int:pk>/resolutions/new/", resolutions.MakeResolution.as_view(), name="make_resolution"),
    path("", sessions.meeting_list, name="list"),
    path("bodies/<slug:code>/", sessions.BodyPage.as_view(), name="body"),
    path("bodies/<slug:code>/add/", planning.AddPage.as_view(), name="add"),
    path("<int:pk>/", sessions.MeetingPage.as_view(), name="meeting"),
    path("<int:pk>/plan/", planning.PlanPage.as_view(), name="plan"),
    path("<int:pk>/move/", planning.MovePage.as_view(), name="move"),
    path("<int:pk>/steps/<slug:step>/", meeting_steps.meeting_step, name="step"),
    path("<int:pk>/proposals/", proposals.ProposalsPage.as_view(), name="proposals"),
]
