"""Few people are somebody: figures below five are not told to whoever is not staff of an office or county.

Within one answer they cannot be worked out from the others either: rows add up to the total, for each person has one
home, so where one row is hidden the smallest of the other rows is hidden too, or the total where there is none. Nor can
the few who are missing from a part: those of a cell who do not reach across the border.
"""

from typing import Any

from accounts.models import Role
from indicators.measures import MEASURES, PEOPLE

FEWEST = 5
PART, WHOLE = "volunteers_cross_region", "volunteers"
SYSTEMS_AND_PEOPLE = frozenset({Role.API_CLIENT, Role.VOLUNTEER})

Values = dict[str, int | None]


def hides_few(user: Any) -> bool:
    """Whether ``user`` is told no figure of fewer than five people: a token, a system, a volunteer."""
    return user.token is not None or not user.reach.roles - SYSTEMS_AND_PEOPLE


def hide_few(rows: list[Values], total: Values) -> None:
    """Put None for what is not told: in ``rows``, whose order does not matter, and in ``total``."""
    plain = [dict(values) for values in rows], dict(total)
    for name in total:
        if MEASURES[name].fact in PEOPLE:
            _hide(name, rows, total, *plain)


def _hide(name, rows, total, plain_rows, plain_total):
    few = [place for place, values in enumerate(plain_rows) if _tells_of_few(values, name)]
    for place in few:
        rows[place][name] = None
    others = [place for place, values in enumerate(plain_rows) if values[name] and place not in few]
    if few and others:
        rows[min(others, key=lambda place: plain_rows[place][name])][name] = None
    if _tells_of_few(plain_total, name) or (few and not others):
        total[name] = None


def _tells_of_few(values, name):
    left_out = values[WHOLE] - values[PART] if name == PART and WHOLE in values else 0
    return 0 < values[name] < FEWEST or 0 < left_out < FEWEST
