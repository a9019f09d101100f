from django.urls import path

from accounts.views import audit, people, posts, tokens

app_name = "accounts"
urlpatterns = [
    path("", people.PeopleView.as_view(), name="people"),
    path("new/", people.PersonCreateView.as_view(), name="person_create"),
    path("posts/", posts.HoldingsView.as_view(), name="holdings"),
    path("posts/<int:pk>/end/", posts.EndPostView.as_view(), name="end_post"),
    path("audit/", audit.AuditView.as_view(), name="audit"),
    path("audit/export/", audit.AuditExportView.as_view(), name="audit_export"),
    path("audit/days/", audit.SealsView.as_view(), name="seals"),
    path("tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("tokens/new/", tokens.TokenIssueView.as_view(), name="token_issue"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("<int:pk>/", people.PersonView.as_view(), name="person"),
    path("<int:pk>/edit/", people.PersonEditView.as_view(), name="person_edit"),
    path("<int:pk>/grant/", posts.GrantView.as_view(), name="grant"),
    path("<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("<int:pk>/reset-link/", people.reset_link, name="reset_link"),
    path("<int:pk>/remove-second-factor/", people.remove_second_factor, name="remove_second_factor"),
]
