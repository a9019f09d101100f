from django.urls import path
from rest_framework.routers import SimpleRouter

from volunteers.api.correcting import CorrectionViewSet, confirm

router = SimpleRouter(use_regex_path=False)
router.register("volunteer-corrections", CorrectionViewSet, basename="volunteer-correction")

urlpatterns = [path("volunteers/<int:volunteer_no>/confirm/", confirm, name="volunteer-confirm"), *router.urls]
