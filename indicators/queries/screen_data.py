"""A screen's board as the script of the page asks for it again and again: values by the keys of the page's elements."""

import hashlib
from typing import Any

import orjson
from django.templatetags.static import static

from indicators.queries.screen_board import Board, Figure

SCRIPT, STYLE = "dist/screen.js", "dist/screen.css"


def data_of(board: Board) -> dict[str, Any]:
    """``numbers`` by key, None for what is not told; ``texts`` and ``tones`` by key; ``shares`` in percent; ``flows``.

    The page keeps its elements for months, so each list has as many entries as the page was made with: when that
    changes, or the page itself, ``version`` changes and the screen loads anew.
    """
    figures = [*board.figures.values(), *_parts(board)]
    return {
        "version": version_of(board),
        "numbers": {figure.key: figure.value for figure in figures},
        "texts": {
            "next": board.next_meeting,
            "quarter": board.quarter,
            **{f"{line.key}.convener": line.convener for line in board.meetings},
            **{f"{line.key}.mark": line.mark for line in board.meetings},
            **{f"{line.key}.words": line.words for line in board.meetings},
        },
        "tones": {line.key: line.tone for line in board.meetings},
        "shares": {
            **{f"{line.code}.closed": line.share for line in board.resolved},
            **{f"{month.key}.now": month.share_now for month in board.months},
            **{f"{month.key}.before": month.share_before for month in board.months},
        },
        "flows": [
            {"path": flow.path, "x": flow.x, "y": flow.y, "width": flow.width, "words": flow.words}
            for flow in board.flows
        ],
    }


def version_of(board: Board) -> str:
    """Of what the page was made with: script, style, the year, and the names and places on it."""
    shapes = [(shape.region.pk, shape.belt.pk if shape.belt else "") for shape in board.sketch.shapes]
    names = [
        static(SCRIPT),
        static(STYLE),
        board.place.label,
        str(board.sketch.day.year),
        sorted(shapes),
        [(turn.name, turn.counties) for turn in board.turns],
        [(line.key, line.name) for line in board.meetings],
        [line.name for line in board.resolved],
    ]
    return hashlib.sha256(orjson.dumps(names)).hexdigest()[:16]


def etag_of(content: dict[str, Any]) -> str:
    return f'"{hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]}"'


def _parts(board: Board) -> list[Figure]:
    turned = [figure for turn in board.turns for figure in turn.figures]
    resolved = [figure for line in board.resolved for figure in (line.closed, line.whole)]
    return [*turned, *resolved, *(figure for month in board.months for figure in (month.now, month.before))]
