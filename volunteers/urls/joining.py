from django.urls import path

from volunteers.views import joining, on_site, signing_in

OWN = {"field": "proof", "back": "volunteers:join_code"}
GUARDIANS = {"field": "guardian_proof", "back": "volunteers:join_guardian_code"}

urlpatterns = [
    path("join/", joining.Consents.as_view(), name="join"),
    path("join/mobile/", joining.OwnMobile.as_view(), name="join_mobile"),
    path("join/code/", joining.OwnCode.as_view(), name="join_code"),
    path("join/code/again/", joining.again, OWN, name="join_again"),
    path("join/details/", joining.Details.as_view(), name="join_details"),
    path("join/guardian/", joining.Guardian.as_view(), name="join_guardian"),
    path("join/guardian/code/", joining.GuardianCode.as_view(), name="join_guardian_code"),
    path("join/guardian/code/again/", joining.again, GUARDIANS, name="join_guardian_again"),
    path("join/refuse/", joining.refuse, name="join_refuse"),
    path("join/refused/", joining.refused, name="join_refused"),
    path("join/done/", joining.done, name="join_done"),
    path("sign-in/", signing_in.MobileStep.as_view(), name="sign_in"),
    path("sign-in/code/", signing_in.CodeStep.as_view(), name="sign_in_code"),
    path("sign-in/who/", signing_in.WhoStep.as_view(), name="sign_in_who"),
    path("on-site/", on_site.OnSite.as_view(), name="on_site"),
]
