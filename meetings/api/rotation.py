from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from belts.models import Belt
from core.filters import check_known
from meetings.queries.projection import projection
from meetings.serializers.rotation import FIRST_YEAR, LAST_YEAR, ConvenerTermAnswerSerializer, TermQuestionSerializer

YEARS_AHEAD, MOST_YEARS = 10, 100
EXAMPLE = {
    "results": [
        {
            "belt": "south",
            "year": 2026,
            "since": "2026-01-01",
            "until": "2026-12-31",
            "convener": {"code": "500153", "name": "荣昌区", "province": "500000"},
            "acting": {"code": "500153", "name": "荣昌区", "province": "500000"},
            "substitute": None,
            "cycle": 1,
            "place": 3,
            "reason": "alternates",
            "reason_in_words": "两省市交替：由另一省市依次接任",
            "certain": True,
        }
    ]
}


def _year(name, words):
    return OpenApiParameter(name, {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, description=words)


class ConvenerTermList(APIView):
    """Who convenes each belt, year by year: terms that have begun, then what follows from the rules."""

    @extend_schema(
        tags=["meetings"],
        summary="Conveners by belt and year, with the projection of years to come",
        parameters=[
            OpenApiParameter("belt", {"type": "string"}, description="Code of one belt; all of them without it."),
            _year("from", "First year; this year without it."),
            _year("to", "Last year; ten years after the first without it, at most 100 after it."),
        ],
        responses=ConvenerTermAnswerSerializer,
        examples=[OpenApiExample("川南渝西 2026", value=EXAMPLE, response_only=True)],
    )
    def get(self, request):
        check_known(request.query_params, {"belt", "from", "to"})
        question = TermQuestionSerializer(data=request.query_params.dict(), context={"request": request})
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        first = asked.get("from", timezone.localdate().year)
        last = asked.get("to", min(first + YEARS_AHEAD, LAST_YEAR))
        if last - first > MOST_YEARS:
            message = _("Ask for at most %(most)d years.") % {"most": MOST_YEARS}
            raise ValidationError({"to": ValidationError(message, code="years_too_many")})
        belts = [asked["belt"]] if asked.get("belt") else Belt.objects.visible_to(request.user)
        lines = [line for belt in belts for line in projection(belt, first, last)]
        return Response(ConvenerTermAnswerSerializer({"results": lines}).data)
