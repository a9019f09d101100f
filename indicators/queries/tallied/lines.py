"""The lines that a read is added up from: tallies of whole months, of the days at the edges, and deltas that wait.

Only places, whole, have tallies of days: of sets, and by a facet, the records of the days at the edges are read.

All stand in one statement, so that they are of one moment, whatever the fold does. To give figures as they stood, what
was written since is taken away again.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from indicators.queries.plan import Sql, join
from indicators.queries.tallied.reads import Edge, Read, days_of
from indicators.queries.tallied.seats import Seats
from indicators.tallies.facts import DAY, FACETS, split_by
from indicators.tallies.splits import words_of

MONTH = "date_trunc('month', line.day)::date"
# Of the rows that are kept record by record: the places that each is credited to, each once.
_PLACES = (
    "CROSS JOIN LATERAL (SELECT DISTINCT code FROM indicators_partysetplace AS place "
    "WHERE place.party_set = line.party_set AND place.level = %s) AS place"
)
Period = tuple[dt.date | None, dt.date | None]
UNION = "\nUNION ALL\n"


def lines_of_places(read: Read, level: str, facets: Sequence[str], at: dt.datetime | None) -> Sql:
    """code, month, dated, each of these facets (in the order of ``FACETS``), sign, values."""
    columns = f"place.code, {MONTH} AS month, line.dated{''.join(f', line.{name}' for name in facets)}"
    places = Sql(_PLACES, (level,))
    split, words = split_by(facets), words_of(facets, "word")

    def tally(split: str, month: str, sign: int, days: Period) -> Sql:
        rows = f"SELECT code, {month} AS month, dated{words}, {sign} AS sign, values FROM indicators_placetally"
        chosen = Sql(f"{rows} WHERE fact = %s AND level = %s AND facet = %s", (read.fact, level, split))
        return chosen + _between("since", days)

    if split:
        found = _with_records(read, lambda months: tally(split, "since", 1, months), columns, places)
    else:
        days = days_of(read.first, read.last)
        found = [tally("", "since", 1, days.months)] if days.months else []
        month = "date_trunc('month', since)::date"
        found += [tally(DAY, month, edge.sign, (edge.first, edge.last)) for edge in days.edges]
        found.append(_waiting(read, columns, places, (read.first, read.last)))
    return join([*found, *_undone(read, columns, places, at)], UNION)


def lines_of_counties(read: Read, seats: Seats) -> Sql:
    """code, month, dated, sign, values: of counties for as long as they had such a seat.

    A month in which one was taken or given up is added up from its days.
    """
    columns = f"place.code, {MONTH} AS month, line.dated"
    places = Sql(_PLACES, ("county",)) + seats.held("place.code", "line.day", "line.day")

    def tally(split: str, sign: int, source: Sql, days: Period) -> Sql:
        month = "date_trunc('month', tally.since)::date AS month"
        rows = Sql(f"SELECT tally.code, {month}, dated, {sign} AS sign, values FROM") + source
        chosen = Sql("WHERE fact = %s AND level = 'county' AND facet = %s", (read.fact, split))
        return rows + chosen + _between("tally.since", days)

    tallies = Sql("indicators_placetally AS tally")
    months = tallies + seats.held("tally.code", "tally.since", "(tally.since + interval '1 month')::date - 1")
    by_day = tallies + seats.held("tally.code", "tally.since", "tally.since")
    days = days_of(read.first, read.last)
    found = [tally("", 1, months, days.months), tally(DAY, 1, seats.cut_months(), days.months)] if days.months else []
    found += [tally(DAY, edge.sign, by_day, (edge.first, edge.last)) for edge in days.edges]
    found.append(_waiting(read, columns, places, (read.first, read.last)))
    return join(found, UNION)


def lines_of_sets(read: Read, at: dt.datetime | None) -> Sql:
    """party_set, month, dated, sign, values."""
    columns = f"line.party_set, {MONTH} AS month, line.dated"

    def tally(months: Period) -> Sql:
        rows = "SELECT party_set, month, dated, 1 AS sign, values FROM indicators_settally WHERE fact = %s"
        return Sql(rows, (read.fact,)) + _between("month", months)

    return join([*_with_records(read, tally, columns, Sql()), *_undone(read, columns, Sql(), at)], UNION)


def lines_of_records(read: Read, at: dt.datetime | None) -> Sql:
    """party_set, month, dated, each facet, sign, values: record by record, as they are now."""
    columns = f"line.party_set, {MONTH} AS month, line.dated, {', '.join(f'line.{name}' for name in FACETS)}"
    table = Sql("indicators_contribution AS line")
    found = _rows(table, f"{columns}, 1 AS sign", Sql(), read, (read.first, read.last))
    return join([found, *_undone(read, columns, Sql(), at)], UNION)


def _with_records(read: Read, tally: Callable[[Period], Sql], columns: str, places: Sql) -> list[Sql]:
    """Whole months from a tally, the days beside them from what records add. One piece at least, be it of no day."""
    days = days_of(read.first, read.last)
    found = [tally(days.months), _waiting(read, columns, places, days.months)] if days.months else []
    contributions = Sql("indicators_contribution AS line")
    for edge in days.edges if found or days.edges else [Edge(dt.date.max, dt.date.min, 1)]:
        found.append(_rows(contributions, f"{columns}, {edge.sign} AS sign", places, read, (edge.first, edge.last)))
    return found


def _waiting(read: Read, columns: str, places: Sql, days: Period) -> Sql:
    return _rows(Sql("indicators_waiting(%s) AS line", (read.fact,)), f"{columns}, 1 AS sign", places, read, days)


def _undone(read: Read, columns: str, places: Sql, at: dt.datetime | None) -> list[Sql]:
    """What was written since a moment, to be taken away."""
    if at is None:
        return []
    table = Sql("indicators_delta AS line")
    rows = _rows(table, f"{columns}, -1 AS sign", places, read, (read.first, read.last))
    return [rows + Sql("AND line.recorded_at > %s", (at,))]


def _rows(table: Sql, columns: str, places: Sql, read: Read, days: Period) -> Sql:
    rows = Sql(f"SELECT {columns}, line.values FROM") + table + places
    return rows + Sql("WHERE line.fact = %s", (read.fact,)) + _between("line.day", days)


def _between(column: str, days: Period) -> Sql:
    ends = [(column, sign, day) for sign, day in zip((">=", "<="), days, strict=True) if day is not None]
    return Sql(" ".join(f"AND {name} {sign} %s" for name, sign, _day in ends), tuple(day for *_rest, day in ends))
