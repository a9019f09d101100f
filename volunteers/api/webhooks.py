"""Messages to the webhooks of a platform, for its own system: what became of them, and once more."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.webhooks import WebhookDeliveryFilter
from volunteers.models import WebhookDelivery
from volunteers.queries.webhooks import DELIVERY_ORDER, complete
from volunteers.serializers.webhooks import WebhookDeliverySerializer
from volunteers.services.webhooks import replay_delivery


@extend_schema_view(
    list=extend_schema(summary="Messages to the webhooks of your platform, the newest first"),
    retrieve=extend_schema(summary="One message to a webhook"),
)
class WebhookDeliveryViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    model, filterset_class, serializer_class = WebhookDelivery, WebhookDeliveryFilter, WebhookDeliverySerializer
    page_order = DELIVERY_ORDER
    lookup_value_converter = "int"
    schema_tags = ["volunteers"]

    def get_queryset(self):
        return complete(super().get_queryset())

    @extend_schema(summary="Owe a message again, for a day from now", request=None, responses=WebhookDeliverySerializer)
    @action(detail=True, methods=["post"])
    def replay(self, request, pk):
        replay_delivery(actor=request.user, delivery=self.get_object())
        return Response(self.get_serializer(self.get_object()).data)
