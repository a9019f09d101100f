from django.urls import path

from volunteers.views import transfers, webhooks

urlpatterns = [
    path("transfers/", transfers.transfer_list, name="transfers"),
    path("transfers/export/", transfers.transfer_export, name="transfer_export"),
    path("webhooks/", webhooks.WebhooksView.as_view(), name="webhooks"),
    path("webhooks/new/", webhooks.WebhookCreateView.as_view(), name="webhook_new"),
    path("webhooks/<int:pk>/", webhooks.webhook_page, name="webhook"),
    path("webhooks/<int:pk>/edit/", webhooks.WebhookChangeView.as_view(), name="webhook_edit"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/messages/<int:pk>/replay/", webhooks.replay, name="webhook_replay"),
]
