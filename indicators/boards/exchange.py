"""What a place gives and takes: flows from → to as chart and table, with what went out and what came back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belts.models import Region
from belts.seats import seats_as_is
from core.exports import Column, Table, facts_of
from indicators.boards.charts import FLOWS, QUIET, Chart, ChartTable
from indicators.boards.places import CORRIDOR, Board
from indicators.periods import Period
from indicators.queries.flows import BOOKS, HOURS, KINDS, LECTURES, VOLUNTEERS, Flow, flows_of
from indicators.queries.table import Number, text_of

MOST_SHOWN = 12
FIRST_DAY = dt.date(2000, 1, 1)
SICHUAN = "51"
LABELS = {
    LECTURES: gettext_lazy("Lectures"),
    VOLUNTEERS: gettext_lazy("Volunteers"),
    HOURS: gettext_lazy("Hall hours"),
    BOOKS: gettext_lazy("Books"),
}
RULES = {
    LECTURES: gettext_lazy(
        "Verified lectures of these days, from the home of a team to the county where it lectured. With teams of two "
        "homes a lecture counts in both pairs."
    ),
    VOLUNTEERS: gettext_lazy(
        "Volunteers of the last of these days, from their home to each county of the other province in which they "
        "serve."
    ),
    HOURS: gettext_lazy(
        "Booked hours of these days without set-up and clean-up, from the county whose venue it is to the county that "
        "had it."
    ),
    BOOKS: gettext_lazy(
        "Items that came to live in a library elsewhere in the months of this period, by return or by transfer."
    ),
}


@dataclass(frozen=True)
class Reciprocity:
    """``both`` are the sums of the two ways over all pairs, ``chart`` shows the largest ``MOST_SHOWN``."""

    kind: str
    kinds: list[tuple[str, Any]]
    chart: Chart
    both: list[tuple[str, int]]


def reciprocity_of(board: Board, user: Any, kind: str, period: Period) -> Reciprocity:
    pairs = pairs_of(board, user, kind, period)
    shown = pairs[:MOST_SHOWN]
    names, today = _names(shown), timezone.localdate()
    given = {"flow": kind, "period": period.word}
    title = _("Exchange: %(what)s") % {"what": LABELS[kind]}
    chart = Chart(
        key="exchange",
        title=title,
        data={"kind": FLOWS, "title": title, **_drawn(shown, names, seats_as_is(today))},
        table=_table(shown, names),
        rule=[str(RULES[kind])],
        note=_largest(len(pairs)) if len(pairs) > MOST_SHOWN else "",
        csv=f"{reverse('indicators:exchange', args=[board.level, board.code])}?{urlencode(given)}",
    )
    return Reciprocity(kind, [(name, LABELS[name]) for name in KINDS], chart, _both_ways(board, pairs))


def pairs_of(board: Board, user: Any, kind: str, period: Period) -> list[Flow]:
    """Pairs across the border of the board: the corridor's is the one between the two provinces."""
    first, last = period.first or FIRST_DAY, period.last or timezone.localdate()
    return [flow for flow in flows_of(kind, user, first, last) if crosses(board, flow)]


def file_of(board: Board, user: Any, kind: str, period: Period) -> Table:
    """All pairs, also those that the chart leaves out."""
    pairs = pairs_of(board, user, kind, period)
    names = _names(pairs)
    columns = [
        Column(_("Giving county (code)"), _("Code of the county that gives.")),
        Column(_("Giving county"), _("The county that gives.")),
        Column(_("Receiving county (code)"), _("Code of the county that gets.")),
        Column(_("Receiving county"), _("The county that gets.")),
        Column(_("Quantity"), str(RULES[kind])),
    ]
    rows = [(flow.source, names[flow.source], flow.target, names[flow.target], flow.number) for flow in pairs]
    words = f"{board.label} · {period.label}"
    facts = facts_of(description=words, as_of=timezone.now(), counting=[str(RULES[kind])])
    return Table(_("Exchange: %(what)s") % {"what": LABELS[kind]}, columns, rows, facts)


def _largest(pairs):
    return _("the %(shown)d largest of %(pairs)d pairs") % {"shown": MOST_SHOWN, "pairs": pairs}


def _names(pairs):
    codes = {code for flow in pairs for code in (flow.source, flow.target)}
    return {region.pk: str(region) for region in Region.objects.filter(pk__in=codes)}


def crosses(board: Board, flow: Flow) -> bool:
    if board.level == CORRIDOR:
        return flow.source[:2] != flow.target[:2]
    return board.holds(flow.source) != board.holds(flow.target)


def _both_ways(board, pairs):
    if board.level == CORRIDOR:
        words = (_("Sichuan → Chongqing"), _("Chongqing → Sichuan"))
        outward = [flow.source[:2] == SICHUAN for flow in pairs]
    else:
        words = (_("From here"), _("To here"))
        outward = [board.holds(flow.source) for flow in pairs]
    sums = [sum(flow.number for flow, out in zip(pairs, outward, strict=True) if out is way) for way in (True, False)]
    return list(zip(words, sums, strict=True))


def _drawn(shown, names, seats):
    """Places that give on the left, places that take on the right; the colour is that of the belt."""
    nodes = []
    for side, end in (("from", "source"), ("to", "target")):
        for code in dict.fromkeys(getattr(flow, end) for flow in shown):
            total = sum(flow.number for flow in shown if getattr(flow, end) == code)
            colour = f"belt-{seats[code]}" if code in seats else QUIET
            nodes.append({"key": f"{side}:{code}", "name": names[code], "colour": colour, "total": total})
    links = [{"from": flow.source, "to": flow.target, "value": flow.number, "url": flow.url} for flow in shown]
    return {"nodes": nodes, "links": links}


def _table(shown, names):
    rows = [
        (
            f"{names[flow.source]} → {names[flow.target]}",
            [Number(_("Quantity"), flow.number, text_of(flow.number), flow.url)],
        )
        for flow in shown
    ]
    return ChartTable(_("From → to"), [_("Quantity")], rows)
