"""Records over the API: the same scoped rows, filters and services as the pages."""

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from activities import exporting
from activities.filters import ActivityFilter, description_of
from activities.models import Activity
from activities.queries.lists import ORDER
from activities.serializers import ActivityChangeSerializer, ActivitySerializer, ActivityWriteSerializer
from activities.services import life
from activities.services.logging import edit_activity
from activities.services.sending import Outcome, send_activity
from core.api import AnyAccept, KnownParametersMixin, export_of, export_schema, form_key, key_parameter
from core.scoping import ScopedRowsMixin
from core.serializers import ReasonSerializer

EXAMPLE = OpenApiExample(
    "A joint lecture",
    request_only=True,
    value={
        "title": "“理响巴蜀”走进隆昌石碾镇",
        "kind": "lecture",
        "task": "theory",
        "starts_on": "2025-03-18",
        "lead": {"region": "500153"},
        "partners": [{"region": "511083"}],
        "place": "石碾镇文化站",
        "place_region": "511083",
        "audience": 120,
        "audience_basis": "counted",
        "source": "荣昌区活动台账",
        "source_id": "2025-0318-01",
        "submit": True,
    },
)
KEY = key_parameter("The same key again gives the first record; for senders without ids of their own.")
REVIEWING = frozenset({"verify", "send_back", "reopen"})


@extend_schema_view(
    list=extend_schema(summary="Records that fit the filters, the latest first"),
    retrieve=extend_schema(summary="One record"),
)
class ActivityViewSet(
    KnownParametersMixin, ScopedRowsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Records of joint activities. Lists, export and statistics share one set of filters."""

    model = Activity
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    page_order = ORDER
    lookup_value_converter = "int"
    schema_tags = ["activities"]
    action_parameters = {"export": frozenset({"format"})}

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action in REVIEWING and not getattr(self, "swagger_fake_view", False):
            rows = Activity.objects.visible_to(self.request.user).reviewable_by(self.request.user)
        return _complete(rows)

    @extend_schema(
        summary="Log a record, or send one again",
        description="`source` and `source_id` name a record for good: sent again it is the same record, changed where "
        "it differs (201 the first time, 200 afterwards). What is verified does not change: send it as it "
        "stands, or have it re-opened. Without ids, send an `Idempotency-Key`.",
        request=ActivityWriteSerializer,
        responses={
            201: ActivitySerializer,
            200: OpenApiResponse(ActivitySerializer, "It was known; it is as sent now."),
        },
        parameters=[KEY],
        examples=[EXAMPLE],
    )
    def create(self, request):
        serializer = ActivityWriteSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        activity, outcome = send_activity(
            actor=request.user, form_key=form_key(request), origin=Activity.Origin.API, **serializer.content()
        )
        return self._answer(activity, status=201 if outcome == Outcome.CREATED else 200)

    @extend_schema(
        summary="Change a record",
        description="Only what is sent changes. `version` is the one that was read: when somebody changed the record "
        "meanwhile, the answer is 409 with the code `stale`.",
        request=ActivityChangeSerializer,
        responses=ActivitySerializer,
        examples=[OpenApiExample("Correct the audience", value={"version": 3, "audience": 130}, request_only=True)],
    )
    def partial_update(self, request, pk):
        activity = self.get_object()
        serializer = ActivityChangeSerializer(
            activity, data=request.data, partial=True, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        return self._answer(edit_activity(actor=request.user, activity=activity, **serializer.content()))

    @extend_schema(summary="Ask for verification", request=None, responses=ActivitySerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        return self._answer(life.submit_activity(actor=request.user, activity=self.get_object()))

    @extend_schema(summary="Verify a submitted record of somebody else", request=None, responses=ActivitySerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request, pk):
        return self._answer(life.verify_activity(actor=request.user, activity=self.get_object()))

    @extend_schema(
        summary="Send a submitted record back to be corrected", request=ReasonSerializer, responses=ActivitySerializer
    )
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request, pk):
        return self._with_reason(life.return_activity)

    @extend_schema(
        summary="Take a verified record out of the figures", request=ReasonSerializer, responses=ActivitySerializer
    )
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        return self._with_reason(life.reopen_activity)

    @export_schema("All records that fit the filters, as one file")
    @action(detail=False, content_negotiation_class=AnyAccept, pagination_class=None)
    def export(self, request):
        filters = ActivityFilter(request.query_params, Activity.objects.visible_to(request.user), request=request)
        return export_of(request, filters, exporting.table_of, description_of)

    def _with_reason(self, service):
        serializer = ReasonSerializer(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return self._answer(service(actor=self.request.user, activity=self.get_object(), **serializer.validated_data))

    def _answer(self, activity, status=200):
        """The record as it is now, which may be no more among the rows that the step started from."""
        shown = _complete(Activity.objects.visible_to(self.request.user)).get(pk=activity.pk)
        return Response(self.get_serializer(shown).data, status=status)


def _complete(rows):
    return rows.with_parties().prefetch_related("teams", "works", "speakers")
