"""From a question to one SQL statement, made of words that stand in this package; values go as parameters.

One statement, so that rows and total come from the same moment.

Each fact table gives a part for the rows and one for the total. Facts are narrowed first; places are joined only when a
dimension or a filter asks for them. The join fans a joint record out to its parties; ``DISTINCT`` over the fact and the
cell folds it again, so that a record counts once in each cell, and its audience is added once.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from activities.queries.parties import AS_IS
from belts.seats import seats_as_is
from indicators.measures import ACTIVITY, DIMENSIONS, MEASURES, PLACE, TIME
from indicators.queries.facts import FACTS, FLAGS
from indicators.queries.question import PARTY_FILTERS, Question

MOST_CELLS = 50_000

PLACE_SQL = {
    "corridor": "CASE WHEN seat.belt_id IS NOT NULL THEN 'corridor' END",
    "province": "coalesce(region.province_id, region.code)",
    "belt": "seat.belt_id",
    "county": "CASE WHEN region.level = 'county' THEN region.code END",
}
TIME_SQL = "date_trunc('{name}', fact.day::timestamp)"
KNOWN_TIME_SQL = "CASE WHEN fact.precision <> 'year' THEN " + TIME_SQL + " END"
FACET_SQL = {"kind": "fact.kind", "task": "nullif(fact.task, '')", "brand": "fact.brand_id"}
FACET_COLUMNS = {"kind": "kind", "task": "task", "brand": "brand_id"}
CONDITION_SQL = {"region": "party.region_id", "role": "party.role"} | PLACE_SQL
SEAT_AS_WAS = (
    "LEFT JOIN belts_beltmembership AS seat ON seat.region_id = party.region_id "
    "AND fact.day >= seat.since AND (seat.until IS NULL OR fact.day <= seat.until)"
)
SEAT_AS_IS = "LEFT JOIN unnest(%s::text[], %s::text[]) AS seat (region_id, belt_id) ON seat.region_id = party.region_id"


@dataclass
class Sql:
    """A piece of SQL and the values of its placeholders, in their order."""

    text: str = ""
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text}\n{other.text}".strip(), self.values + other.values)


def join(pieces: list[Sql], between: str) -> Sql:
    return Sql(between.join(piece.text for piece in pieces), sum((piece.values for piece in pieces), ()))


def plan(question: Question, today: dt.date) -> Sql:
    """Columns of the statement: is it a total, each dimension as text, each measure; in the question's order."""
    facts = list(dict.fromkeys(MEASURES[name].fact for name in question.measures))
    sources = [_source(question, fact) for fact in facts]
    parts = [_part(question, fact, question.by, today) for fact in facts if question.by]
    parts += [_part(question, fact, (), today) for fact in facts]
    return Sql("WITH") + join(sources, ",\n") + join(parts, "\nUNION ALL\n")


def _source(question, fact):
    """The narrowed rows of one fact table, with the columns that the question reads."""
    columns = _columns(question, fact)
    plain = [name for name in columns if name not in FLAGS]
    rows = FACTS[fact].rows(question).order_by()
    text, values = rows.values_list("pk", FACTS[fact].day, *plain).query.sql_with_params()
    flags = [_flag(name, rows) for name in columns if name in FLAGS]
    head = join([Sql(f"{fact} AS NOT MATERIALIZED (SELECT fact.*"), *flags], ", ")
    return head + Sql(f"FROM ({text}) AS fact ({', '.join(['id', 'day', *plain])}))", tuple(values))


def _flag(name, rows):
    ids, values = FLAGS[name](rows).order_by().query.sql_with_params()
    return Sql(f"fact.id IN ({ids}) AS {name}", values)


def _columns(question, fact):
    wanted = list(FACTS[fact].extra) if any(DIMENSIONS[name].sort == TIME for name in question.by) else []
    wanted += [FACET_COLUMNS[name] for name in question.by if name in FACET_COLUMNS]
    for measure in question.measures_of(fact):
        wanted += measure.columns
    return list(dict.fromkeys(wanted))


def _part(question, fact, by, today):
    """One SELECT: the cells of ``by``, or the total where it is empty."""
    cells = [f"cell_{place}" for place in range(len(by))]
    empty = ["NULL"] * (len(question.by) - len(by))
    measures = [MEASURES[name].sql if MEASURES[name].fact == fact else "0" for name in question.measures]
    columns = ["false" if by else "true", *(f"{cell}::text" for cell in cells), *empty]
    head = Sql(f"(SELECT {', '.join([*columns, *(f'({measure})::bigint' for measure in measures)])} FROM (")  # noqa: S608
    tail = f") AS credited GROUP BY {', '.join(cells)} LIMIT {MOST_CELLS + 1})" if by else ") AS credited)"
    return head + _credited(question, fact, by, today) + Sql(tail)


def _credited(question, fact, by, today):
    """Facts with the cells they count in: each (fact, cell) once."""
    joins, conditions = _places(question, fact, by, today)
    columns = [f"{_cell_sql(name, fact)} AS cell_{place}" for place, name in enumerate(by)]
    read = [name for measure in question.measures_of(fact) for name in measure.columns]
    columns = ["fact.id", *columns, *(f"fact.{name}" for name in dict.fromkeys(read))]
    once = "DISTINCT " if joins.text else ""
    return Sql(f"SELECT {once}{', '.join(columns)} FROM {fact} AS fact") + joins + conditions  # noqa: S608


def _cell_sql(name, fact):
    sort = DIMENSIONS[name].sort
    if sort == PLACE:
        return PLACE_SQL[name]
    if sort == TIME:
        known = fact == ACTIVITY and name != "year"
        return (KNOWN_TIME_SQL if known else TIME_SQL).format(name=name)
    return FACET_SQL[name]


def _places(question, fact, by, today):
    """The joins to parties, regions and seats, and the place filters on the party that is credited.

    A place filter asks for one party of the record, and only parties that it asks for are credited. The total of
    activities needs no join for it: the filter set has narrowed the records already.
    """
    asked = {name for name in PARTY_FILTERS if question.filter_value(name) not in (None, "any")}
    dimensions = {name for name in by if DIMENSIONS[name].sort == PLACE}
    if not dimensions and (fact == ACTIVITY or not asked):
        return Sql(), Sql()
    used = asked | dimensions
    joins = Sql(f"{'' if asked else 'LEFT '}JOIN {FACTS[fact].regions} AS party ON party.fact_id = fact.id")
    if used & {"province", "county"}:
        joins += Sql("LEFT JOIN belts_region AS region ON region.code = party.region_id")
    if used & {"belt", "corridor"}:
        joins += _seat(question, today)
    conditions = [_condition(question, name) for name in sorted(asked)]
    return joins, Sql("WHERE") + join(conditions, " AND ") if conditions else Sql()


def _seat(question, today):
    if question.membership != AS_IS:
        return Sql(SEAT_AS_WAS)
    seats = seats_as_is(today)
    return Sql(SEAT_AS_IS, (list(seats), list(seats.values())))


def _condition(question, name):
    value = question.filter_value(name)
    if name == "corridor":
        return Sql("seat.belt_id IS NOT NULL" if value else "seat.belt_id IS NULL")
    column = {"region": "party.region_id", "role": "party.role", "belt": "seat.belt_id"}.get(
        name, PLACE_SQL["province"]
    )
    return Sql(f"{column} = %s", (getattr(value, "pk", value),))
