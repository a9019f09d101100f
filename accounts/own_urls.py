"""What is one's own, at addresses of its own: notices, and calendar feeds."""

from django.urls import path

from accounts.views import feeds, notices

urlpatterns = [
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/<int:pk>/open/", notices.open_notice, name="notice_open"),
    path("feeds/new/", feeds.FeedCreateView.as_view(), name="feed_create"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("feeds/<str:secret>.ics", feeds.feed, name="feed"),
]
