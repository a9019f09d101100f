from django.urls import path

from volunteers.api import own

urlpatterns = [
    path("me/registration/", own.OwnRegistration.as_view(), name="me-registration"),
    path("me/consents/", own.OwnConsents.as_view(), name="me-consents"),
    path("me/consents/<slug:purpose>/", own.OwnConsent.as_view(), name="me-consent"),
    path("me/disclosures/", own.OwnDisclosures.as_view(), name="me-disclosures"),
    path("me/copy/", own.OwnCopy.as_view(), name="me-copy"),
    path("me/correction/", own.OwnCorrection.as_view(), name="me-correction"),
]
