from django.urls import path

from volunteers.views import correcting

urlpatterns = [
    path("corrections/", correcting.correction_list, name="corrections"),
    path("corrections/<int:pk>/", correcting.correction_detail, name="correction"),
    path("corrections/<int:pk>/approve/", correcting.approve, name="approve_correction"),
    path("corrections/<int:pk>/refuse/", correcting.refuse, name="refuse_correction"),
    path("<int:number>/confirm/", correcting.confirm, name="confirm_claim"),
]
