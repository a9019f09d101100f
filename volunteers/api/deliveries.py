"""What platforms delivered: a platform reads its own, a provincial office those of its province."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.deliveries import DeliveryFilter
from volunteers.models import Delivery
from volunteers.queries.deliveries import ORDER, complete, reconciled
from volunteers.serializers.deliveries import DeliverySerializer, ReconciledSerializer


@extend_schema_view(
    list=extend_schema(summary="Deliveries that fit the filters, the newest first"),
    retrieve=extend_schema(summary="One delivery with its totals"),
)
class DeliveryViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Batches of registrations, pushed or imported."""

    model, filterset_class, serializer_class = Delivery, DeliveryFilter, DeliverySerializer
    page_order = ORDER
    action_parameters = {"totals": frozenset()}
    lookup_value_converter = "int"
    schema_tags = ["volunteers"]

    def get_queryset(self):
        return complete(super().get_queryset())

    @extend_schema(
        summary="Sums of the deliveries that fit the filters",
        description="What one side sent and the other received, to be compared: rows by verdict and by reason.",
        responses=ReconciledSerializer,
    )
    @action(detail=False, pagination_class=None)
    def totals(self, request):
        return Response(reconciled(self.filter_queryset(self.get_queryset())))
