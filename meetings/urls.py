from django.urls import path

from meetings.views import meeting_steps, planning, proposals, rotation, sessions

app_name = "meetings"
urlpatterns = [
    path("rotation/<slug:code>/", rotation.RotationView.as_view(), name="rotation"),
    path("rotation/<slug:code>/swap/", rotation.ask_swap, name="ask_swap"),
    path("rotation/<slug:code>/substitute/", rotation.ask_substitute, name="ask_substitute"),
    path("turn-changes/<int:pk>/agree/", rotation.agree, name="agree_change"),
    path("turn-changes/<int:pk>/decline/", rotation.decline, name="decline_change"),
    path("turn-changes/<int:pk>/withdraw/", rotation.withdraw, name="withdraw_change"),
    path("", sessions.meeting_list, name="list"),
    path("bodies/<slug:code>/", sessions.BodyPage.as_view(), name="body"),
    path("bodies/<slug:code>/add/", planning.AddPage.as_view(), name="add"),
    path("<int:pk>/", sessions.MeetingPage.as_view(), name="meeting"),
    path("<int:pk>/plan/", planning.PlanPage.as_view(), name="plan"),
    path("<int:pk>/move/", planning.MovePage.as_view(), name="move"),
    path("<int:pk>/steps/<slug:step>/", meeting_steps.meeting_step, name="step"),
    path("<int:pk>/proposals/", proposals.ProposalsPage.as_view(), name="proposals"),
]
