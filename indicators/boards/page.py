"""Everything that the board of a place shows for one period, one measure and one kind of exchange."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.filters import check_known
from indicators.boards.charts import Chart, Places, bars, months, title_of
from indicators.boards.completeness import completeness_of
from indicators.boards.county_map import figure_map
from indicators.boards.exchange import reciprocity_of
from indicators.boards.figures import figures_of
from indicators.boards.places import BELT, COUNTY, Board
from indicators.boards.reported import reported_of
from indicators.measures import MEASURES
from indicators.periods import YEAR_TO_DATE, Period, period_of, span
from indicators.queries import Answer, answer
from indicators.queries.flows import KINDS, LECTURES

CARDS = "lectures,mass_culture,cross_province,teams,volunteers,booked_hours,meetings_held"
# What the map, the lines and the bars show; who stands in the registry has no months, so those show who came.
CHOICES = {
    "lectures": "lectures",
    "mass_culture": "mass_culture",
    "cross_province": "cross_province",
    "volunteers": "volunteers_new",
    "booked_hours": "booked_hours",
}


@dataclass(frozen=True)
class Wish:
    """What the address asks for."""

    period: Period
    measure: str
    flow: str


def wish_of(given: Any, today: dt.date) -> Wish:
    """Raises ValidationError for a period, a figure or an exchange that the boards do not know."""
    check_known(given, {"period", "show", "flow"})
    measure, flow = given.get("show") or LECTURES, given.get("flow") or LECTURES
    for name, word, known in (("show", measure, CHOICES), ("flow", flow, KINDS)):
        if word not in known:
            message = _("“%(word)s” is not known here. Allowed: %(known)s.") % {"word": word, "known": ", ".join(known)}
            raise ValidationError({name: ValidationError(message, code="unknown_measure")})
    return Wish(period_of(given.get("period") or YEAR_TO_DATE, today), measure, flow)


def contents_of(board: Board, request: Any, wish: Wish, today: dt.date) -> dict[str, Any]:
    by_county = answer(_around(board, request, wish, "county"))
    return {
        "figures": figures_of(request, CARDS, wish.period, board.filters),
        "map": figure_map(board, by_county, today),
        "trend": _trend(board, request, wish, today),
        "sides": _sides(board, request, wish, by_county),
        "exchange": reciprocity_of(board, request.user, wish.flow, wish.period),
        "completeness": completeness_of(board, request, today),
        "reported": reported_of(board, request.user, today),
        "shown": MEASURES[wish.measure],
        "choices": [MEASURES[name] for name in CHOICES],
    }


def _around(board, request, wish, by):
    return board.question(request, wish.measure, by, wish.period, around=True)


def _trend(board: Board, request: Any, wish: Wish, today: dt.date) -> Chart:
    name = CHOICES[wish.measure]
    year = min(wish.period.last or today, today).year
    days = span(dt.date(year - 1, 1, 1), min(dt.date(year, 12, 31), today))
    question = board.question(request, name, "month", days)
    title = title_of(_("%(what)s by month"), name)
    return months(answer(question), "trend", title, (year, year - 1), today)


def _sides(board: Board, request: Any, wish: Wish, by_county: Answer) -> Chart:
    """Belts side by side; on the boards of a belt and a county the counties of the belt."""
    if board.level in (BELT, COUNTY):
        counties = {seat.region_id: str(seat.region) for seat in board.seats}
        own = board.code if board.level == COUNTY else ""
        title = title_of(_("%(what)s by county"), wish.measure)
        return bars(by_county, "sides", title, Places(counties, board.colour, own, ranked=True))
    belts = {seat.belt_id: str(seat.belt) for seat in board.seats}
    made = answer(_around(board, request, wish, "belt"))
    return bars(made, "sides", title_of(_("%(what)s by belt"), wish.measure), Places(belts))


def periods_for(today: dt.date) -> list[Period]:
    """Those that are asked for most, for the chips."""
    words = ["this_month", "this_quarter", YEAR_TO_DATE, "last_year", str(today.year - 2)]
    return [period_of(word, today) for word in words]
