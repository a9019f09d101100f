from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from core.filters import check_known
from core.holidays.queries import year_of
from core.holidays.serializers import CalendarYearSerializer, WrittenYearSerializer
from core.holidays.services import publish_calendar_year
from core.models.calendar import FIRST_YEAR, LAST_YEAR, keeps_calendar

DAYS = [
    {"day": "2027-01-01", "kind": "holiday", "name": "元旦"},
    {"day": "2027-01-03", "kind": "workday", "name": "元旦"},
]
WRITTEN = {"version": 0, "source": "国务院办公厅关于2027年部分节假日安排的通知", "days": DAYS}
ANSWER = {
    "year": 2027,
    "origin": "table",
    "source": WRITTEN["source"],
    "version": 1,
    "days": [day | {"in_table": True} for day in DAYS],
}


class CalendarYearApi(APIView):
    """The holidays and worked weekends of a year."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not FIRST_YEAR <= kwargs["year"] <= LAST_YEAR:
            raise Http404

    @extend_schema(
        tags=["calendar"],
        summary="Holidays and worked weekends of a year",
        responses=CalendarYearSerializer,
        examples=[OpenApiExample("2027", value=ANSWER, response_only=True)],
    )
    def get(self, request, year):
        check_known(request.query_params, set())
        return Response(CalendarYearSerializer(year_of(year)).data)

    @extend_schema(
        tags=["calendar"],
        summary="Set the whole arrangement of a year",
        description="By the corridor office. Days that are not named become plain ones, and the library is not asked "
        "about the year any more. `version` is the one that was read. Codes: `calendar_empty`, `calendar_other_year`, "
        "`calendar_source_missing`, `stale`.",
        request=WrittenYearSerializer,
        responses=CalendarYearSerializer,
        examples=[
            OpenApiExample("Arrangement of 2027", value=WRITTEN, request_only=True),
            OpenApiExample("2027", value=ANSWER, response_only=True),
        ],
    )
    def put(self, request, year):
        if not keeps_calendar(request.user):
            raise PermissionDenied
        body = WrittenYearSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        days = [(day["day"], day["kind"], day["name"]) for day in data["days"]]
        publish_calendar_year(actor=request.user, year=year, days=days, source=data["source"], version=data["version"])
        return Response(CalendarYearSerializer(year_of(year)).data)
