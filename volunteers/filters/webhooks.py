from django.utils.translation import gettext_lazy as _

from core.filters import StrictFilterSet, words
from volunteers.choices import WebhookEvent
from volunteers.models import WebhookDelivery


class WebhookDeliveryFilter(StrictFilterSet):
    state = words(WebhookDelivery.State.choices, _("State"))
    event = words(WebhookEvent.choices, _("Event"))

    class Meta(StrictFilterSet.Meta):
        model = WebhookDelivery
        fields = ["state", "event"]
