"""The log of transfers over the API: offices and the auditor read all of it, a platform its own."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.transfers import TransferFilter
from volunteers.models import Transfer
from volunteers.queries.transfers import ORDER, complete
from volunteers.serializers.transfers import TransferSerializer


@extend_schema_view(list=extend_schema(summary="What went to the other side, the newest first"))
class TransferViewSet(KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    model, filterset_class, serializer_class = Transfer, TransferFilter, TransferSerializer
    page_order = ORDER
    schema_tags = ["volunteers"]

    def get_queryset(self):
        return complete(super().get_queryset())
