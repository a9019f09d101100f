"""The statistics over REST. Clients may poll: an unchanged answer is 304 for whoever sends its ETag."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from activities.filters import ActivityFilter
from core import exports
from core.serializers import RefusalSerializer
from indicators import examples
from indicators.exporting import table_of
from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries import answer, question_of
from indicators.queries.headline import headline, year_of
from indicators.queries.question import STATES
from indicators.serializers import AnswerSerializer, HeadlineSerializer, answer_data, headline_data, moment

FORMATS = ("json", *exports.FORMATS)


def _words(name: str, words: Any, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, enum=list(words), many=True, explode=False, description=text)


def _filters() -> list[OpenApiParameter]:
    """The filters of the list of activities, but for ``state``, which has two words here."""
    return [
        OpenApiParameter(
            name, OpenApiTypes.DATE if name in {"from", "to"} else OpenApiTypes.STR, description=str(entry.label)
        )
        for name, entry in ActivityFilter.base_filters.items()
        if name != "state"
    ]


class StatisticsAPIView(APIView):
    """What both answers share: who may ask, and the ETag."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not request.user.reach.staff:
            raise PermissionDenied

    def conditional(self, content: Any, file_format: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """``content`` is everything that the answer says but the moment; the same content has the same ETag."""
        digest = hashlib.sha256(orjson.dumps([content, file_format], option=orjson.OPT_SORT_KEYS)).hexdigest()
        etag = f'"{digest[:32]}"'
        response: HttpResponseBase = get_conditional_response(self.request._request, etag=etag) or make()
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        return response


class StatisticsView(StatisticsAPIView):
    @extend_schema(
        tags=["statistics"],
        operation_id="statistics",
        summary="Figures by up to three dimensions, counted once and credited to each",
        description=(
            "A joint record counts once in `total`, and once in the row of each province, belt and county that takes "
            "part in it: `total` is not the sum of `rows`. Place filters choose which parties are credited. "
            "Send the `ETag` back as `If-None-Match`: 304 while nothing changed."
        ),
        parameters=[
            _words("measures", MEASURES, "What is counted; `activities` without it."),
            _words("by", DIMENSIONS, "At most three dimensions; without it only the total."),
            OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, description="`all` for offices and counties."),
            OpenApiParameter("format", OpenApiTypes.STR, enum=FORMATS, description="`json` without it."),
            *_filters(),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(
                AnswerSerializer, examples=[OpenApiExample("Lectures by county", value=examples.ANSWER)]
            ),
            (200, "text/csv"): OpenApiTypes.BYTE,
            (200, exports.XLSX_TYPE): OpenApiTypes.BYTE,
            304: OpenApiResponse(description="Unchanged."),
            400: OpenApiResponse(
                RefusalSerializer, examples=[OpenApiExample("An unknown word", value=examples.REFUSAL)]
            ),
        },
    )
    def get(self, request):
        file_format = _format(request.GET)
        made = answer(question_of(request, request.GET))
        content = answer_data(made)
        if file_format == "json":
            return self.conditional(content, file_format, lambda: _json({"as_of": moment(made.as_of)} | content))
        return self.conditional(content, file_format, lambda: exports.answer(table_of(made), file_format))


class HeadlineView(StatisticsAPIView):
    @extend_schema(
        tags=["statistics"],
        operation_id="statistics_headline",
        summary="The figures of the year report",
        description="Each with its value, the phrase a Chinese report uses, and the way to its rows.",
        parameters=[OpenApiParameter("year", OpenApiTypes.INT, description="This year without it.")],
        responses={
            200: OpenApiResponse(HeadlineSerializer, examples=[OpenApiExample("2024", value=examples.HEADLINE)]),
            304: OpenApiResponse(description="Unchanged."),
        },
    )
    def get(self, request):
        made = headline(request, year_of(request.GET))
        content = headline_data(made, request.build_absolute_uri)
        return self.conditional(content, "json", lambda: _json({"as_of": moment(made.as_of)} | content))


def _format(given):
    words = given.getlist("format") or ["json"]
    if words[-1] not in FORMATS or len(words) > 1:
        message = _("“%(word)s” is not known here. Allowed: %(known)s.")
        message %= {"word": words[-1], "known": ", ".join(FORMATS)}
        raise ValidationError({"format": ValidationError(message, code="unknown_format")})
    return words[0]


def _json(data):
    return HttpResponse(orjson.dumps(data), content_type="application/json")
