from django.urls import path

from meetings.views import proposals, rotation

app_name = "meetings"
urlpatterns = [
    path("rotation/<slug:code>/", rotation.RotationView.as_view(), name="rotation"),
    path("rotation/<slug:code>/swap/", rotation.ask_swap, name="ask_swap"),
    path("rotation/<slug:code>/substitute/", rotation.ask_substitute, name="ask_substitute"),
    path("turn-changes/<int:pk>/agree/", rotation.agree, name="agree_change"),
    path("turn-changes/<int:pk>/decline/", rotation.decline, name="decline_change"),
    path("turn-changes/<int:pk>/withdraw/", rotation.withdraw, name="withdraw_change"),
    path("<int:pk>/proposals/", proposals.ProposalsPage.as_view(), name="proposals"),
]
