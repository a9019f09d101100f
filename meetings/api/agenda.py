"""Agenda items and papers over the API: the same scoped rows, filters and services as the pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from core.api import AnyAccept, KnownParametersMixin
from core.scoping import ScopedRowsMixin
from core.uploads import MEDIA_TYPES
from core.views import stored_file
from meetings.filters.agenda import AgendaItemFilter, PaperFilter
from meetings.models import AgendaItem, Paper
from meetings.queries.agenda import complete, marks_in
from meetings.queries.agenda_steps import Rights, takes_papers
from meetings.serializers import agenda as shapes
from meetings.serializers.lists import ListEntrySerializer
from meetings.services import agenda as services
from meetings.services import papers
from meetings.services.agenda_forwarding import answer_item, forward_item
from meetings.services.agenda_merging import merge_items
from meetings.services.agenda_placing import place_item, shift_item
from meetings.services.lists import entry_from_item
from venues.api.bookings import form_key

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="The same key again gives the first row.",
)
EXAMPLE = OpenApiExample(
    "A member proposes",
    request_only=True,
    value={
        "meeting": 7, "region": "511083", "title": "共建边界联合调解室", "text": "两地边界纠纷多，建议合署办公。",
        "kind": "discussion",
    },
)  # fmt: skip


def step(summary, shape=shapes.ItemStepSerializer, answer=shapes.AgendaItemSerializer, **more):
    return extend_schema(summary=summary, request=shape, responses=answer, **more)


@extend_schema_view(
    list=extend_schema(summary="Items of agendas that fit the filters, meeting by meeting"),
    retrieve=extend_schema(summary="One item"),
)
class AgendaItemViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Proposed by members until the lock; decided, placed, merged and forwarded by whoever calls the meeting."""

    model = AgendaItem
    serializer_class = shapes.AgendaItemSerializer
    filterset_class = AgendaItemFilter
    page_order = ("meeting_id", "position", "pk")
    lookup_value_converter = "int"
    schema_tags = ["meetings"]

    def get_queryset(self):
        if self.action not in {"withdraw", "edit"} or getattr(self, "swagger_fake_view", False):
            return complete(super().get_queryset())
        user = self.request.user
        seen = AgendaItem.objects.visible_to(user)
        return complete(seen.own_of(user) if self.action == "withdraw" else seen.changeable_by(user))

    def get_serializer(self, rows=None, *args, many=False, **kwargs):
        """With the numbers of all items on the page, read at once; without rows where the document is drawn."""
        context = kwargs.setdefault("context", self.get_serializer_context())
        shown = rows if many else [rows]
        context["marks"] = marks_in({row.meeting_id for row in shown if row is not None})
        return shapes.AgendaItemSerializer(rows, *args, many=many, **kwargs)

    @extend_schema(
        summary="Propose an item, or put one on the agenda",
        description="A member's item waits for the convener. Whoever calls the meeting puts it on the agenda at once.",
        request=shapes.ItemWriteSerializer,
        responses={201: shapes.AgendaItemSerializer, 200: OpenApiResponse(shapes.AgendaItemSerializer, "Made before.")},
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        serializer = shapes.ItemWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        values, key = dict(serializer.validated_data), form_key(request)
        rights = Rights(request.user, values["meeting"])
        if not (rights.leads or rights.takes_part):
            raise Http404
        serializer.check_party(rights)
        known = bool(key) and AgendaItem.objects.visible_to(request.user).filter(form_key=key).exists()
        if not rights.leads:
            values = {name: value for name, value in values.items() if name not in {"parent", "reason"}}
        service = services.add_item if rights.leads else services.propose_item
        item = service(actor=request.user, form_key=key, **values)
        return self._answer(item, status=200 if known else 201)

    @step("Take an item up")
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        return self._do(services.accept_item)

    @step("Do not take an item up, or take it off the agenda", shapes.ItemDeclineSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request, pk):
        return self._do(services.decline_item, shapes.ItemDeclineSerializer)

    @step("Withdraw an item of one's own place")
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        return self._do(services.withdraw_item)

    @step("Change an item's words", shapes.ItemEditSerializer)
    @action(detail=True, methods=["post"])
    def edit(self, request, pk):
        return self._do(services.edit_item, shapes.ItemEditSerializer)

    @step(
        "Move an item on the agenda",
        shapes.ItemPlaceSerializer,
        examples=[OpenApiExample("One up", request_only=True, value={"step": "up", "version": 2})],
    )
    @action(detail=True, methods=["post"])
    def place(self, request, pk):
        def placed(**values):
            return (shift_item if "step" in values else place_item)(**values)

        return self._do(placed, shapes.ItemPlaceSerializer)

    @step("Merge similar items into this one", shapes.ItemMergeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request, pk):
        def merged(*, actor, item, **values):
            return merge_items(actor=actor, into=item, **values)

        return self._do(merged, shapes.ItemMergeSerializer)

    @step(
        "Forward an item to the body above",
        shapes.ItemVersionSerializer,
        description="The answer is the item that stands on the agenda above.",
    )
    @action(detail=True, methods=["post"])
    def forward(self, request, pk):
        return self._do(forward_item, shapes.ItemVersionSerializer)

    @step("Answer an item that a body below has forwarded", shapes.ItemAnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request, pk):
        return self._do(answer_item, shapes.ItemAnswerSerializer)

    @step("Put an item on a list", shapes.OntoListSerializer, ListEntrySerializer)
    @action(detail=True, methods=["post"], url_path="onto-list", url_name="onto-list")
    def onto_list(self, request, pk):
        item = self.get_object()
        shape = shapes.OntoListSerializer(data=request.data, context=self.get_serializer_context())
        shape.is_valid(raise_exception=True)
        entry = entry_from_item(actor=request.user, item=item, **shape.validated_data)
        return Response(ListEntrySerializer(entry).data)

    def _do(self, service, shape=shapes.ItemStepSerializer):
        item = self.get_object()
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return self._answer(service(actor=self.request.user, item=item, **serializer.validated_data))

    def _answer(self, item, status=200):
        """The item as it is now."""
        shown = complete(AgendaItem.objects.visible_to(self.request.user)).get(pk=item.pk)
        return Response(self.get_serializer(shown).data, status=status)


@extend_schema_view(
    list=extend_schema(summary="Papers that you may read, meeting by meeting"),
    retrieve=extend_schema(summary="What is known of one paper"),
    destroy=extend_schema(
        summary="Take a paper away, until the meeting was held",
        description="By whoever calls the meeting, and by who brought it.",
        responses={204: None},
    ),
)
class PaperViewSet(KnownParametersMixin, ScopedRowsMixin, viewsets.ReadOnlyModelViewSet):
    """Files of meetings and their items; read by the members of the body, where it says so by all staff."""

    model = Paper
    serializer_class = shapes.PaperSerializer
    filterset_class = PaperFilter
    page_order = ("meeting_id", "pk")
    lookup_value_converter = "int"
    schema_tags = ["meetings"]
    parser_classes = [MultiPartParser, JSONParser]

    @extend_schema(
        summary="Bring a paper of a meeting or of one of its items",
        description="Of the meeting by whoever calls it; of an item also by the place that it comes from, until the "
        "lock. What a file is, is told by what it holds. The same file again by the same person is the first paper; by "
        "another it is refused (`paper_is_there`).",
        request={"multipart/form-data": shapes.PaperWriteSerializer},
        responses={201: shapes.PaperSerializer},
    )
    def create(self, request):
        serializer = shapes.PaperWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        if not takes_papers(request.user, data["meeting"], data["item"]):
            raise Http404
        upload = data.pop("file")
        paper = papers.add_paper(actor=request.user, upload=upload, **data)
        return Response(self.get_serializer(paper).data, status=201)

    def destroy(self, request, pk):
        rows = Paper.objects.manageable_by(request.user).select_related("meeting")
        papers.remove_paper(actor=request.user, paper=get_object_or_404(rows, pk=pk))
        return Response(status=204)

    @extend_schema(summary="The file itself", responses={(200, kept): OpenApiTypes.BINARY for kept in MEDIA_TYPES})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def file(self, request, pk):
        paper = self.get_object()
        return stored_file(paper.file, name=paper.file_name, media_type=paper.media_type)
