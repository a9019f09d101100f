"""The lines of lists over the API: the same scoped rows, filters and services as the pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from meetings.api.agenda import KEY
from meetings.filters.lists import ListEntryFilter
from meetings.models import ListEntry
from meetings.queries.list_rights import bodies_for
from meetings.queries.lists import ORDER, complete
from meetings.serializers import lists as shapes
from meetings.services import lists as services
from venues.api.bookings import form_key

EXAMPLE = OpenApiExample(
    "A need",
    request_only=True,
    value={
        "body": "south",
        "kind": "need",
        "region": "511083",
        "title": "需要两名调解员",
        "text": "每月一次。",
    },
)


@extend_schema_view(
    list=extend_schema(
        summary="Lines of the lists that fit the filters, the latest first",
        description="Without `state` what is open or matched; `state=all` gives everything.",
    ),
    retrieve=extend_schema(summary="One line"),
)
class ListEntryViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Problems, needs, resources and projects of bodies. Changed by the line's county and by who calls the meetings."""

    model = ListEntry
    serializer_class = shapes.ListEntrySerializer
    filterset_class = ListEntryFilter
    page_order = ORDER
    lookup_value_converter = "int"
    schema_tags = ["meetings"]

    def get_queryset(self):
        return complete(super().get_queryset())

    @extend_schema(
        summary="Add a line to a list",
        request=shapes.EntryWriteSerializer,
        responses={201: shapes.ListEntrySerializer, 200: OpenApiResponse(shapes.ListEntrySerializer, "Made before.")},
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        if not bodies_for(request.user).exists():
            raise Http404
        values, key = self._values(shapes.EntryWriteSerializer), form_key(request)
        known = bool(key) and ListEntry.objects.visible_to(request.user).filter(form_key=key).exists()
        entry = services.add_entry(actor=request.user, form_key=key, **values)
        return self._answer(entry, status=200 if known else 201)

    @extend_schema(summary="Change a line", request=shapes.EntryEditSerializer, responses=shapes.ListEntrySerializer)
    @action(detail=True, methods=["post"])
    def edit(self, request, pk):
        entry = self.get_object()
        return self._answer(
            services.edit_entry(actor=request.user, entry=entry, **self._values(shapes.EntryEditSerializer))
        )

    @extend_schema(
        summary="Close a line: done or dropped, with what came of it",
        request=shapes.EntryCloseSerializer,
        responses=shapes.ListEntrySerializer,
    )
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        entry = self.get_object()
        return self._answer(
            services.close_entry(actor=request.user, entry=entry, **self._values(shapes.EntryCloseSerializer))
        )

    @extend_schema(
        summary="Make a project of a need and a resource",
        description="Both must be lines that you may change: whoever calls the meetings joins two counties'.",
        request=shapes.EntryProjectSerializer,
        responses=shapes.ListEntrySerializer,
    )
    @action(detail=True, methods=["post"])
    def project(self, request, pk):
        need, values = self.get_object(), self._values(shapes.EntryProjectSerializer)
        resource = get_object_or_404(ListEntry.objects.manageable_by(request.user), pk=values.pop("resource"))
        return self._answer(services.make_project(actor=request.user, need=need, resource=resource, **values))

    def _values(self, shape):
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _answer(self, entry, status=200):
        """The line as it is now."""
        shown = complete(ListEntry.objects.visible_to(self.request.user)).get(pk=entry.pk)
        return Response(self.get_serializer(shown).data, status=status)
