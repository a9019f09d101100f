from django.urls import path

from meetings.views import handover, rotation

app_name = "meetings"
urlpatterns = [
    path("rotation/<slug:code>/", rotation.RotationView.as_view(), name="rotation"),
    path("rotation/<slug:code>/swap/", rotation.ask_swap, name="ask_swap"),
    path("rotation/<slug:code>/substitute/", rotation.ask_substitute, name="ask_substitute"),
    path("turn-changes/<int:pk>/agree/", rotation.agree, name="agree_change"),
    path("turn-changes/<int:pk>/decline/", rotation.decline, name="decline_change"),
    path("turn-changes/<int:pk>/withdraw/", rotation.withdraw, name="withdraw_change"),
    path("handovers/", handover.handover_list, name="handovers"),
    path("handovers/<int:pk>/", handover.HandoverPage.as_view(), name="handover"),
    path("handovers/<int:pk>/hand-over/", handover.hand_over, name="hand_over"),
    path("handovers/<int:pk>/missing/", handover.say_missing, name="say_missing"),
    path("handovers/<int:pk>/accept/", handover.accept, name="accept_handover"),
]
