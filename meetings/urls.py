from django.urls import path

from meetings.views import handover, rotation
from meetings.views import editing, minutes, people, rotation, sheets

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
    path("<int:pk>/people/", people.PeopleView.as_view(), name="people"),
    path("<int:pk>/people/invite/", people.invite, name="invite"),
    path("<int:pk>/people/observers/", people.invite_observer, name="invite_observer"),
    path("invitations/<int:pk>/", people.ReplyView.as_view(), name="reply"),
    path("invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("<int:pk>/transcribe/", sheets.TranscribeView.as_view(), name="transcribe"),
    path("<int:pk>/sheet/", sheets.sheet, name="sheet"),
    path("<int:pk>/sheet.pdf", sheets.sign_in_pdf, name="sign_in_pdf"),
    path("<int:pk>/plates.pdf", sheets.plates_pdf, name="plates_pdf"),
    path("<int:pk>/minutes/", minutes.MinutesView.as_view(), name="minutes"),
    path("<int:pk>/minutes/draft/", minutes.draft, name="draft_minutes"),
    path("<int:pk>/minutes/take/", editing.take, name="take_minutes"),
    path("<int:pk>/minutes/renew/", editing.renew, name="renew_minutes"),
    path("<int:pk>/minutes/release/", editing.release, name="release_minutes"),
    path("<int:pk>/minutes/edit/", editing.EditView.as_view(), name="edit_minutes"),
    path("<int:pk>/minutes/circulate/", minutes.circulate, name="circulate_minutes"),
    path("<int:pk>/minutes/sign/", minutes.sign, name="sign_minutes"),
    path("<int:pk>/minutes/object/", minutes.object_to, name="object_to_minutes"),
    path("<int:pk>/minutes/issue/", minutes.issue, name="issue_minutes"),
    path("<int:pk>/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("<int:pk>/minutes.docx", minutes.minutes_docx, name="minutes_docx"),
]
