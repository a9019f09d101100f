"""Pairs of registrations that may be one person, over the API: signed in, as on the pages; tokens see none."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import KnownParametersMixin
from core.scoping import ScopedRowsMixin
from volunteers.filters.merging import PairFilter
from volunteers.models import LikelyDuplicate
from volunteers.queries import pairs as queries
from volunteers.serializers import merging as shapes
from volunteers.services import deciding

KEEP = OpenApiExample("One person", value={"keep": "100000000006", "reason": "电话核实，同一人"}, request_only=True)
APART = OpenApiExample("Two persons", value={"reason": "父子同名，已电话核实"}, request_only=True)
BACK = OpenApiExample("Taken back", value={"reason": "认错了人"}, request_only=True)


@extend_schema_view(
    list=extend_schema(
        summary="Pairs that may be one person, the longest waiting first",
        description="Pairs of which your counties or your province keep at least one side.",
    ),
    retrieve=extend_schema(
        summary="One pair, compared",
        description="Values are masked. Of a registration that others keep, a value is given only where it is the "
        "same as yours. The preview keeps the counted, then the older number.",
        responses=shapes.PairDetailSerializer,
    ),
)
class PairViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Likely duplicates. Certain ones never arise: a document is registered once."""

    model = LikelyDuplicate
    serializer_class = shapes.PairSerializer
    filterset_class = PairFilter
    page_order = queries.ORDER
    lookup_value_converter = "int"
    schema_tags = ["volunteers"]

    def get_queryset(self):
        return queries.complete(super().get_queryset())

    def retrieve(self, request, pk):
        return self._answer(self.get_object())

    @extend_schema(
        summary="Merge the two into one person",
        description="Both numbers stand for the one that stays. Both homes are told. Undo is open for 30 days.",
        request=shapes.MergeDecisionSerializer,
        responses=shapes.PairDetailSerializer,
        examples=[KEEP],
    )
    @action(detail=True, methods=["post"])
    def merge(self, request, pk):
        return self._decide(shapes.MergeDecisionSerializer, deciding.decide_merge)

    @extend_schema(
        summary="Say that they are two persons",
        description="The pair comes back only when something else makes the two alike.",
        request=shapes.DecisionSerializer,
        responses=shapes.PairDetailSerializer,
        examples=[APART],
    )
    @action(detail=True, methods=["post"])
    def different(self, request, pk):
        return self._decide(shapes.DecisionSerializer, deciding.decide_apart)

    @extend_schema(
        summary="Take the merge of a pair back",
        description="The newest merge of a person first. What came to the person since stays with the number kept.",
        request=shapes.DecisionSerializer,
        responses=shapes.PairDetailSerializer,
        examples=[BACK],
    )
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        return self._decide(shapes.DecisionSerializer, deciding.take_back)

    def _decide(self, shape, service):
        pair = self.get_object()
        serializer = shape(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        service(actor=self.request.user, pair=pair, **serializer.validated_data)
        return self._answer(self.get_object())

    def _answer(self, pair):
        comparison = queries.comparison_of(pair, self.request.user)
        may_be_merged = comparison.may_be_merged
        pair.lines, pair.merge = comparison.lines, queries.standing_merge(pair)
        pair.preview = queries.preview_of(comparison, comparison.suggested) if may_be_merged else None
        return Response(shapes.PairDetailSerializer(pair, context=self.get_serializer_context()).data)
