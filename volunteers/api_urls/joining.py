from django.urls import path

from volunteers.api.joining import RegisterApi

urlpatterns = [path("volunteers/register/", RegisterApi.as_view(), name="volunteer-register")]
