from django.urls import path

from volunteers.views.revealing import RevealPage

urlpatterns = [path("<str:volunteer_no>/reveal/", RevealPage.as_view(), name="reveal")]
