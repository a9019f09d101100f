"""Saved tables over REST: the questions that people keep; what they answer is asked of the statistics."""

from django.db import transaction
from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from indicators.models import SavedView
from indicators.queries.grid import table_query
from indicators.queries.pivot import layout_of
from indicators.serializers.tables import SavedViewChangeSerializer, SavedViewSerializer, SavedViewWriteSerializer
from indicators.services import saved

EXAMPLE = OpenApiExample(
    "Lectures by belt and quarter",
    request_only=True,
    value={
        "title": "各带每季度宣讲",
        "query": "measures=lectures&rows=belt&across=quarter&period=this_year&compare=year_before",
        "shared": True,
    },
)


@extend_schema_view(
    list=extend_schema(
        summary="Saved tables", description="The caller's own, and those that others share with all staff."
    ),
    retrieve=extend_schema(summary="A saved table"),
)
class SavedViewViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    model, serializer_class = SavedView, SavedViewSerializer
    page_order = ("-created_at", "-pk")
    lookup_value_converter = "int"
    schema_tags = ["statistics"]

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    @extend_schema(
        summary="Keep a table",
        request=SavedViewWriteSerializer,
        responses={201: SavedViewSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request):
        if not request.user.reach.staff or request.user.reach.token_is_read_only:
            raise PermissionDenied
        sent = SavedViewWriteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        query = table_query(layout_of(request, QueryDict(given["query"])))
        view = saved.save_view(actor=request.user, title=given["title"], query=query, shared=given["shared"])
        return Response(self.get_serializer(view).data, status=201)

    @extend_schema(
        summary="Rename a saved table or share it", request=SavedViewChangeSerializer, responses=SavedViewSerializer
    )
    @transaction.atomic
    def partial_update(self, request, pk):
        view = self.get_object()
        sent = SavedViewChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        if "title" in given:
            view = saved.rename_view(actor=request.user, view=view, title=given["title"])
        if "shared" in given:
            view = saved.share_view(actor=request.user, view=view, shared=given["shared"])
        return Response(self.get_serializer(view).data)

    @extend_schema(summary="Delete a saved table", responses={204: None})
    def destroy(self, request, pk):
        saved.delete_view(actor=request.user, view=self.get_object())
        return Response(status=204)
