"""The flow from → to, by library, county or province."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

LEVELS = {
    # level: key and name of a place, from the aliases of the library and its region
    "library": ("{library}.code", "{library}.name"),
    "county": ("{region}.code", "{region}.name"),
    "province": ("coalesce({region}.province_id, {region}.code)", "coalesce({province}.name, {region}.name)"),
}
LARGEST_MATRIX = 12
FLOWS = """
SELECT {source_key}, {source_name}, {target_key}, {target_name},
       coalesce(sum(number) FILTER (WHERE kind = 'borrowed'), 0) AS loans,
       coalesce(sum(number) FILTER (WHERE kind = 'returned'), 0) AS returns,
       coalesce(sum(number) FILTER (WHERE kind = 'transferred'), 0) AS transfers,
       coalesce(sum(number) FILTER (WHERE kind <> 'borrowed' AND source_id <> target_id), 0) AS moved
FROM venues_libraryflow AS flow
JOIN venues_library AS here ON here.id = flow.source_id JOIN belts_region AS near ON near.code = here.region_id
LEFT JOIN belts_region AS near_province ON near_province.code = near.province_id
JOIN venues_library AS there ON there.id = flow.target_id JOIN belts_region AS far ON far.code = there.region_id
LEFT JOIN belts_region AS far_province ON far_province.code = far.province_id
WHERE flow.month BETWEEN %(first)s AND %(last)s AND flow.number > 0
AND (%(all)s OR flow.source_id = ANY(%(keys)s) OR flow.target_id = ANY(%(keys)s))
GROUP BY 1, 2, 3, 4
"""
ORDER = " ORDER BY moved DESC, sum(number) DESC, 1, 3 LIMIT %(most)s"


@dataclass(frozen=True)
class Flow:
    """Of the months asked for: loans from the reader's home to the lender, items from → to."""

    source: str
    source_name: str
    target: str
    target_name: str
    loans: int
    returns: int
    transfers: int
    moved: int  # items that changed the library: returned elsewhere, or transferred

    @property
    def crosses(self) -> bool:
        return self.source != self.target


def flows(
    *, level: str, first: dt.date, last: dt.date, libraries: Collection[int] | None = None, most: int | None = None
) -> list[Flow]:
    """Every pair of places that something went between, the one that most items went between first.

    ``level``: library, county or province. ``libraries``: only pairs with one of these keys; ``most`` cuts the list.
    """
    key, name = LEVELS[level]
    statement = FLOWS.format(
        source_key=key.format(library="here", region="near"),
        source_name=name.format(library="here", region="near", province="near_province"),
        target_key=key.format(library="there", region="far"),
        target_name=name.format(library="there", region="far", province="far_province"),
    )
    given: dict[str, Any] = {"all": libraries is None, "keys": list(libraries or []), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(statement + ORDER, given | {"first": first, "last": last})
        return [Flow(*row[:4], *map(int, row[4:])) for row in cursor]


@dataclass
class Matrix:
    """Places as rows and columns, and for each row the flow to each column, or None."""

    places: list[tuple[str, str]]
    rows: list[tuple[str, list[Flow | None]]]


def matrix_of(found: list[Flow]) -> Matrix | None:
    """The pairs as a square table, when the places are few enough for one."""
    names = {flow.source: flow.source_name for flow in found} | {flow.target: flow.target_name for flow in found}
    if not names or len(names) > LARGEST_MATRIX:
        return None
    cells = {(flow.source, flow.target): flow for flow in found}
    places = sorted(names.items())
    return Matrix(places, [(name, [cells.get((key, other)) for other, _name in places]) for key, name in places])
