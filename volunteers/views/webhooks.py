"""Webhooks of platforms and their messages: the security administrator keeps them, the auditor reads."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView

from accounts.models import Role
from accounts.views.roles import ForRoles
from core.listing import Listing
from core.views import ServiceFormMixin
from volunteers.filters.webhooks import WebhookDeliveryFilter
from volunteers.forms.webhooks import WebhookChangeForm, WebhookForm
from volunteers.models import Webhook, WebhookDelivery
from volunteers.queries.webhooks import DELIVERY_ORDER, complete, with_counts
from volunteers.services import webhooks

KEEPERS = frozenset({Role.SECURITY_ADMINISTRATOR})


class WebhooksView(ForRoles, TemplateView):
    roles = KEEPERS | {Role.AUDITOR}
    template_name = "volunteers/webhook_list.html"

    def get_context_data(self, **kwargs):
        rows = with_counts(Webhook.objects.visible_to(self.request.user))
        may_keep = bool(KEEPERS & self.request.user.reach.roles)
        return super().get_context_data(webhooks=rows, may_keep=may_keep, **kwargs)


@require_safe
def webhook_page(request, pk):
    """One webhook with its messages, the newest first."""
    webhook = get_object_or_404(with_counts(Webhook.objects.visible_to(request.user)), pk=pk)
    rows = WebhookDelivery.objects.visible_to(request.user).filter(webhook=webhook)
    listing = Listing(request, WebhookDeliveryFilter, rows, order=DELIVERY_ORDER, complete=complete)
    may_keep = Webhook.objects.manageable_by(request.user).filter(pk=pk).exists()
    return listing.response(
        whole="volunteers/webhook.html",
        rows="volunteers/_webhook_delivery_rows.html",
        webhook=webhook,
        may_keep=may_keep,
    )


class WebhookCreateView(ForRoles, ServiceFormMixin, FormView):
    roles = KEEPERS
    form_class = WebhookForm
    template_name = "volunteers/webhook_form.html"

    def perform(self, data):
        return webhooks.create_webhook(actor=self.request.user, **data)

    def form_done(self):
        webhook, secret = self.object
        return _show_secret(self.request, webhook, secret)


class WebhookChangeView(ServiceFormMixin, FormView):
    form_class = WebhookChangeForm
    template_name = "volunteers/webhook_form.html"

    @cached_property
    def webhook(self):
        return get_object_or_404(Webhook.objects.manageable_by(self.request.user), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"webhook": self.webhook}

    def get_context_data(self, **kwargs):
        return super().get_context_data(webhook=self.webhook, **kwargs)

    def perform(self, data):
        return webhooks.change_webhook(actor=self.request.user, webhook=self.webhook, **data)

    def form_done(self):
        return HttpResponseRedirect(self.webhook.get_absolute_url())


@require_POST
def webhook_secret(request, pk):
    """A new secret, shown in this answer and nowhere else."""
    webhook = get_object_or_404(Webhook.objects.manageable_by(request.user), pk=pk)
    return _show_secret(request, webhook, webhooks.renew_secret(actor=request.user, webhook=webhook))


def _show_secret(request, webhook, secret):
    response = render(request, "volunteers/webhook_secret.html", {"webhook": webhook, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def replay(request, pk):
    delivery = get_object_or_404(WebhookDelivery.objects.manageable_by(request.user), pk=pk)
    try:
        webhooks.replay_delivery(actor=request.user, delivery=delivery)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The message is owed again; it is sent within a minute."))
    return redirect("volunteers:webhook", pk=delivery.webhook_id)
