from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts import api

router = SimpleRouter(use_regex_path=False)
router.register("notices", api.NoticeViewSet, basename="notice")

urlpatterns = [path("me/", api.MeView.as_view(), name="me"), *router.urls]
