"""The statistics over REST. Clients may poll: an unchanged answer is 304 for whoever sends its ETag."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from activities.filters import ActivityFilter
from core import exports
from core.serializers import RefusalSerializer
from indicators import sdmx
from indicators.examples import statistics as examples
from indicators.exporting.answers import table_of
from indicators.measures import DIMENSIONS, MEASURES
from indicators.periods import RELATIVE
from indicators.queries import Question, question_of
from indicators.queries.columns import COMPARISONS, MOST_TOP, SHOWN, Columns, columns_of
from indicators.queries.cube import cube
from indicators.queries.headline import headline, year_of
from indicators.queries.question import AUDIENCE, MIXED, STATES
from indicators.queries.remembered import key_of, remember, remembered, version_of_figures
from indicators.queries.tallied import can_answer
from indicators.queries.updates import PARAMETER as UPDATED_AFTER
from indicators.queries.updates import answer_or_updates, with_updates, without_updates
from indicators.sdmx_structure import meta_of, structure_data
from indicators.serializers.statistics import (
    AnswerSerializer,
    HeadlineSerializer,
    answer_data,
    cube_data,
    headline_data,
    moment,
)

UPDATES = (
    "Only the rows (with `sdmx-csv` only the observations) in which a figure is another than at that moment; one that "
    "has nothing any more is given with 0. `total` is always there. Not with `compare`, `show` or `top`. A client that "
    "keeps the figures asks with `at`, and the next time with that moment here and a new one as `at`: then nothing is "
    "missed."
)
FORMATS = ("json", *exports.FORMATS, sdmx.FORMAT)


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


def _beside() -> list[OpenApiParameter]:
    """The period by its word, and what stands beside each figure."""
    words = f"Instead of `from` and `to`: {', '.join(RELATIVE)}, or 2024, 2024-H1, 2024-Q1, 2024-05."
    return [
        OpenApiParameter("period", OpenApiTypes.STR, description=words),
        OpenApiParameter(
            "compare",
            OpenApiTypes.STR,
            enum=COMPARISONS,
            description="Adds `before`, `change` and `change_percent`: `before` is the period of the same length and "
            "kind before this one, `year_before` the same days a year earlier.",
        ),
        _words("show", SHOWN, "Adds a share of the total, a rank, a running total."),
        OpenApiParameter(
            "top",
            {"type": "integer", "minimum": 1, "maximum": MOST_TOP},
            description="Only the so many largest rows, and `rest` for the others.",
        ),
        OpenApiParameter("top_by", OpenApiTypes.STR, description="The measure that decides; the first without it."),
        OpenApiParameter(
            "provenance", OpenApiTypes.STR, enum=[MIXED], description="Allows `measures=audience`, the sum of three."
        ),
    ]


class StatisticsAPIView(APIView):
    """What both answers share: who may ask, and the ETag."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not request.user.reach.staff:
            raise PermissionDenied

    def as_json(self, content: dict[str, Any], as_of: Any) -> HttpResponseBase:
        return self.conditional(content, "json", lambda: _json({"as_of": moment(as_of)} | content))

    def conditional(self, content: Any, file_format: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """``content`` is everything that the answer says but the moment; the same content has the same ETag."""
        return self.tagged(etag_of(content, file_format), make)

    def tagged(self, etag: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
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
            _words(
                "measures",
                [*MEASURES, AUDIENCE],
                "What is counted; `activities` without it. `audience` adds the three audiences and needs "
                "`provenance=mixed`.",
            ),
            _words("by", DIMENSIONS, "At most three dimensions; without it only the total."),
            OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, description="`all` for offices and counties."),
            OpenApiParameter(
                "format", OpenApiTypes.STR, enum=FORMATS, description="`json` without it; `sdmx-csv` is SDMX-CSV 2.0."
            ),
            OpenApiParameter(
                "at", OpenApiTypes.DATETIME, description="The figures as they stood at that moment: a vintage."
            ),
            OpenApiParameter(UPDATED_AFTER, OpenApiTypes.DATETIME, description=UPDATES),
            *_beside(),
            *_filters(),
        ],
        responses={
            (200, "application/json"): OpenApiResponse(
                AnswerSerializer,
                examples=[
                    OpenApiExample("Lectures by county", value=examples.ANSWER),
                    OpenApiExample("The two largest counties beside last year", value=examples.COMPARED),
                    OpenApiExample("What changed since the first of March", value=examples.UPDATED),
                ],
            ),
            (200, "text/csv"): OpenApiTypes.BYTE,
            (200, exports.XLSX_TYPE): OpenApiTypes.BYTE,
            (200, "application/vnd.sdmx.data+csv"): OpenApiTypes.BYTE,
            304: OpenApiResponse(description="Unchanged."),
            400: OpenApiResponse(
                RefusalSerializer,
                examples=[
                    OpenApiExample("An unknown word", value=examples.REFUSAL),
                    OpenApiExample("Audiences added without asking for it", value=examples.MIXED_REFUSAL),
                    OpenApiExample("A running total that adds nothing up", value=examples.NOT_ADDITIVE_REFUSAL),
                    OpenApiExample("Changes after a moment that is not over", value=examples.UPDATED_REFUSAL),
                ],
            ),
        },
    )
    def get(self, request):
        """From what was answered before, where no figure has changed since; else worked out, and kept."""
        asked_at = timezone.now()
        key = key_of(request.user, request.META["QUERY_STRING"], version_of_figures())
        if found := remembered(key):
            return self.answered(asked_at, *found)
        file_format = _format(request.GET)
        question, columns = self.asked()
        if file_format != "json":
            return self.as_file(question, columns, file_format)
        content = self.content(question, columns)
        etag, body = etag_of(content, file_format), orjson.dumps(content)
        if question.at is None and can_answer(question):
            remember(key, etag, body)
        return self.answered(question.at or asked_at, etag, body)

    def answered(self, as_of: dt.datetime, etag: str, body: bytes) -> HttpResponseBase:
        """``body`` is the answer without its moment, which is when it was asked for: nothing had changed by then."""
        said = b'{"as_of":"%s",' % moment(as_of).encode() + body[1:]
        return self.tagged(etag, lambda: HttpResponse(said, content_type="application/json"))

    def asked(self) -> tuple[Question, Columns]:
        question = question_of(self.request, without_updates(self.request.GET))
        columns = columns_of(question, self.request.GET)
        return with_updates(question, columns, self.request.GET), columns

    def content(self, question: Question, columns: Columns) -> dict[str, Any]:
        if columns.plain and not question.mixed:
            return answer_data(answer_or_updates(question))
        return cube_data(cube(question, columns))

    def as_file(self, question: Question, columns: Columns, file_format: str) -> HttpResponseBase:
        if file_format == sdmx.FORMAT:
            return self.as_sdmx(question, columns)
        beside = cube(question, columns)
        return self.conditional(cube_data(beside), file_format, lambda: exports.answer(table_of(beside), file_format))

    def as_sdmx(self, question: Question, columns: Columns) -> HttpResponseBase:
        sdmx.check_sdmx(question, columns)
        lines = sdmx.lines_of(answer_or_updates(question))
        return self.conditional(
            lines, sdmx.FORMAT, lambda: HttpResponse(sdmx.csv_text(lines), content_type=sdmx.DATA_TYPE)
        )


class StructureView(StatisticsAPIView):
    @extend_schema(
        tags=["statistics"],
        operation_id="statistics_structure",
        summary="The structure of format=sdmx-csv",
        description="SDMX-JSON 2.0: concepts, code lists of every dimension, the data structure and the data flow.",
        responses={(200, "application/vnd.sdmx.structure+json"): OpenApiTypes.OBJECT, 304: None},
    )
    def get(self, request):
        content = structure_data()

        def message():
            meta = meta_of(moment(timezone.now()))
            return HttpResponse(orjson.dumps({"meta": meta, **content}), content_type=sdmx.STRUCTURE_TYPE)

        return self.conditional(content, "sdmx-json", message)


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
        return self.as_json(content, made.as_of)


def etag_of(content: Any, file_format: str) -> str:
    digest = hashlib.sha256(orjson.dumps([content, file_format], option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f'"{digest[:32]}"'


def _format(given):
    words = given.getlist("format") or ["json"]
    if words[-1] not in FORMATS or len(words) > 1:
        message = _("“%(word)s” is not known here. Allowed: %(known)s.")
        message %= {"word": words[-1], "known": ", ".join(FORMATS)}
        raise ValidationError({"format": ValidationError(message, code="unknown_format")})
    return words[0]


def _json(data):
    return HttpResponse(orjson.dumps(data), content_type="application/json")
