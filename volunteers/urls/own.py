from django.urls import path

from volunteers.views import own, own_numbers, wishes

urlpatterns = [
    path("me/", own.me, name="me"),
    path("me/consents/<slug:purpose>/", own.consent, name="my_consent"),
    path("me/offer/", own.my_offer, name="my_offer"),
    path("me/move/", own.my_move, name="my_move"),
    path("me/copy/", own.my_copy, name="my_copy"),
    path("me/correction/", own.my_correction, name="my_correction"),
    path("me/correction/withdraw/", own.withdraw_my_correction, name="withdraw_my_correction"),
    path("me/values/send/", own_numbers.send_values_code, name="send_values_code"),
    path("me/values/", own_numbers.MyValues.as_view(), name="my_values"),
    path("me/mobile/", own_numbers.NewMobile.as_view(), name="my_mobile"),
    path("me/mobile/code/", own_numbers.NewMobileCode.as_view(), name="my_mobile_code"),
    path("me/erase/", own.my_erasure, name="my_erasure"),
    path("erased/", own.erased, name="erased"),
    path("<int:number>/move/", wishes.MovePage.as_view(), name="move"),
    path("<int:number>/erase/", wishes.ErasePage.as_view(), name="erase"),
]
