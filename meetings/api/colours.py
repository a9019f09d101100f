"""Policies of colours over the API: read by all staff, kept by the corridor office."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from core.serializers import ReasonSerializer
from meetings.models import Body, ColourPolicy
from meetings.queries.colours import holding, policies
from meetings.serializers.colours import ColourPolicySerializer, ColourPolicyWriteSerializer
from meetings.services.bodies import drop_colour_policy, set_colour_policy

EXAMPLE = OpenApiExample(
    "Earlier and stricter",
    request_only=True,
    value={
        "blue_days": 30, "yellow_days": 1, "red_days": 10, "silent_days": 45, "level_days": 5,
        "source": "走廊办〔2026〕12号", "version": 0,
    },
)  # fmt: skip
SET = {
    "request": ColourPolicyWriteSerializer,
    "responses": {200: ColourPolicySerializer, 404: OpenApiResponse(description="Not yours to keep.")},
    "examples": [EXAMPLE],
    "description": "By the corridor office. Colours follow from it at once.",
}


class GeneralColourPolicy(APIView):
    """Of every body that has none of its own."""

    schema_tags = ["meetings"]

    @extend_schema(
        summary="The general policy of colours", operation_id="colour_policy_general", responses=ColourPolicySerializer
    )
    def get(self, request):
        policy = get_object_or_404(ColourPolicy.objects.visible_to(request.user), body=None)
        return Response(ColourPolicySerializer(policy).data)

    @extend_schema(summary="Set the general policy of colours", operation_id="colour_policy_general_set", **SET)
    def put(self, request):
        get_object_or_404(ColourPolicy.objects.manageable_by(request.user), body=None)
        return _set(request, None)


class BodyColourPolicy(APIView):
    """Of one body: its own, or the general one that it follows."""

    schema_tags = ["meetings"]

    @extend_schema(
        summary="The policy of colours that a body follows", operation_id="colour_policy_of_body",
        responses=ColourPolicySerializer,
    )  # fmt: skip
    def get(self, request, pk):
        body = get_object_or_404(Body.objects.visible_to(request.user), pk=pk)
        return Response(ColourPolicySerializer(holding(body, policies())).data)

    @extend_schema(summary="Give a body a policy of its own", operation_id="colour_policy_of_body_set", **SET)
    def put(self, request, pk):
        return _set(request, get_object_or_404(Body.objects.manageable_by(request.user), pk=pk))

    @extend_schema(
        summary="Let a body follow the general policy again", operation_id="colour_policy_of_body_drop",
        parameters=[OpenApiParameter("reason", str, required=True)], responses={204: None},
    )  # fmt: skip
    def delete(self, request, pk):
        body = get_object_or_404(Body.objects.manageable_by(request.user), pk=pk)
        sent = ReasonSerializer(data=request.query_params)
        sent.is_valid(raise_exception=True)
        drop_colour_policy(actor=request.user, body=body, reason=sent.validated_data["reason"])
        return Response(status=204)


def _set(request, body):
    sent = ColourPolicyWriteSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    policy = set_colour_policy(actor=request.user, body=body, **sent.validated_data)
    return Response(ColourPolicySerializer(policy).data)
