from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from core.filters import check_known
from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES, UNPLANNED_STATES
from meetings.queries.proposals import proposals
from meetings.serializers.proposals import ProposalAnswerSerializer, ProposalQuestionSerializer

EXAMPLE = {
    "results": [
        {
            "day": "2026-12-17",
            "score": 64,
            "is_guess": False,
            "reasons": [
                {"text": "工作日", "good": True, "points": 0},
                {"text": "距季度末2周", "good": True, "points": 40},
                {"text": "所选场地空闲", "good": True, "points": 20},
                {"text": "与相同人员的其他会议不冲突", "good": True, "points": 0},
                {"text": "在一周的中间", "good": True, "points": 4},
            ],
        }
    ]
}


class ProposalList(APIView):
    """The best five days for a meeting that can be given one."""

    @extend_schema(
        tags=["meetings"],
        summary="Proposed days for a meeting, with their reasons",
        description="From tomorrow to the period's end. Weekends, holidays and worked weekends are never proposed. "
        "404 for a meeting that was held or merged.",
        parameters=[OpenApiParameter("venue", {"type": "integer"}, description="A hall that should be free.")],
        responses=ProposalAnswerSerializer,
        examples=[OpenApiExample("第四季度", value=EXAMPLE, response_only=True)],
    )
    def get(self, request, pk):
        rows = JointMeeting.objects.visible_to(request.user).filter(state__in=(*UNPLANNED_STATES, *DATED_STATES))
        meeting = get_object_or_404(rows.select_related("body"), pk=pk)
        check_known(request.query_params, {"venue"})
        question = ProposalQuestionSerializer(data=request.query_params.dict(), context={"request": request})
        question.is_valid(raise_exception=True)
        found = proposals(meeting, venue=question.validated_data.get("venue"))
        return Response(ProposalAnswerSerializer({"results": found}).data)
