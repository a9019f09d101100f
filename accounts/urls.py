from django.urls import path

from accounts.views import profile

app_name = "accounts"
urlpatterns = [
    path("me/", profile.ProfileView.as_view(), name="profile"),
]
