from django.urls import path

from volunteers.views import own, wishes

urlpatterns = [
    path("me/", own.me, name="me"),
    path("me/consents/<slug:purpose>/", own.consent, name="my_consent"),
    path("me/offer/", own.my_offer, name="my_offer"),
    path("me/move/", own.my_move, name="my_move"),
    path("me/copy/", own.my_copy, name="my_copy"),
    path("me/erase/", own.my_erasure, name="my_erasure"),
    path("erased/", own.erased, name="erased"),
    path("<int:number>/move/", wishes.MovePage.as_view(), name="move"),
    path("<int:number>/erase/", wishes.ErasePage.as_view(), name="erase"),
]
