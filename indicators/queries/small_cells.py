"""Few people are somebody: figures below five are not told to whoever is not staff of an office or county.

Within one answer they cannot be worked out from the others either: rows add up to the total, for each person has one
home, so where one row is hidden the smallest of the other rows are hidden too, or the total where there is none: all
that are equally small, for which of them came first would say which row holds the few. Nor can the few who are missing
from a part: those of a cell who do not reach across the border.
"""

from typing import Any

from accounts.models import Role
from indicators.measures import MEASURES, PEOPLE, VOLUNTEER

FEWEST = 5
PART, WHOLE = "volunteers_cross_region", "volunteers"
SYSTEMS_AND_PEOPLE = frozenset({Role.API_CLIENT, Role.VOLUNTEER})

Values = dict[str, int | None]


def hides_few(user: Any) -> bool:
    """Whether ``user`` is told no figure of fewer than five people: a token, a system, a volunteer."""
    return user.token is not None or not user.reach.roles - SYSTEMS_AND_PEOPLE


def hide_few(rows: list[Values], total: Values) -> None:
    """Put None for what is not told: in ``rows``, whose order does not matter, and in ``total``."""
    people = [name for name in total if MEASURES[name].fact in PEOPLE]
    pair = [WHOLE, PART] if {WHOLE, PART} <= set(people) else []
    for names in ([name] for name in people if name not in pair):
        _hide(names, rows, total)
    if pair:
        _hide([PART] if _part_alone(rows) else pair, rows, total)


def _part_alone(rows):
    """Whether no whole is few, and whoever is in a part is in one that is hidden: no other row would hide it."""
    return not any(0 < values[WHOLE] < FEWEST or (values[PART] and not _tells_of_few(values, PART)) for values in rows)


def hide_few_moves(rows: list[tuple[Values, Values]], totals: tuple[Values, Values]) -> None:
    """Put None where two told levels differ by fewer than five people: it would tell of the few who came or left.

    ``rows`` and ``totals`` are (now, before), in which ``hide_few`` has hidden already; what is hidden more is hidden
    before. People who came in two different periods are not the same people, so flows may differ by few.
    """
    for name in totals[0]:
        if MEASURES[name].fact == VOLUNTEER:
            _hide_moves(name, rows, totals)


def _hide_moves(name, rows, totals):
    hidden = [before for now, before in rows if before[name] is None]
    hidden += [before for now, before in rows if _moved_few(name, now, before)]
    for before in hidden:
        before[name] = None
    others = [before for _now, before in rows if before[name]]
    smallest = min((before[name] for before in others), default=0)
    for before in others if hidden else ():
        if before[name] == smallest:
            before[name] = None
    alone = bool(hidden) and not others
    if alone or (_moved_few(name, *totals) and (hidden or not rows)):
        totals[1][name] = None


def _moved_few(name, now, before):
    return None not in (now[name], before[name]) and 0 < abs(now[name] - before[name]) < FEWEST


def _hide(names, rows, total):
    """All of ``names`` in the same rows: one of them told would say which of the other's rows hold the few."""
    few = [values for values in rows if any(_tells_of_few(values, name) for name in names)]
    others = [values for values in rows if values[names[0]] and all(values is not found for found in few)]
    smallest = min(([values[name] for name in names] for values in others), default=None)
    beside = [values for values in others if few and [values[name] for name in names] == smallest]
    hides_total = any(_tells_of_few(total, name) for name in names) or (few and not others)
    for values in [*few, *beside, *([total] if hides_total else [])]:
        for name in names:
            values[name] = None


def _tells_of_few(values, name):
    left_out = values[WHOLE] - values[PART] if name == PART and WHOLE in values else 0
    return 0 < values[name] < FEWEST or 0 < left_out < FEWEST
