"""From a question to one SQL statement, made of words that stand in this package; values go as parameters.

One statement, so that rows and total come from the same moment.

Each fact table gives a part for the rows and one for the total. Facts are narrowed first; places are joined only when a
dimension or a filter asks for them. The join fans a joint record out to its parties; grouping by the fact and the cell
folds it again, so that a record counts once in each cell, and its audience is added once.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from belts.queries.seats import AS_IS
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
FACET_SQL = {
    "kind": "fact.kind",
    "task": "nullif(fact.task, '')",
    "brand": "fact.brand_id",
    "platform": "fact.platform",
    "age": "fact.age",
}
FACET_COLUMNS = {
    "kind": "kind", "task": "task", "brand": "brand_id", "platform": "platform", "age": "age",
}  # fmt: skip
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
    flags = [name for name in columns if name in FLAGS]
    rows = FACTS[fact].rows(question).order_by()
    text, values = rows.values_list("pk", FACTS[fact].day, *plain).query.sql_with_params()
    shown = ["fact.*", *(f"{name}.id IS NOT NULL AS {name}" for name in flags)]
    joins = [_flag(name, rows, question) for name in flags]
    if FACTS[fact].home_on:
        shown.append("coalesce(later.from_region_id, fact.home_id) AS home")
        joins.append(Sql(f"LEFT JOIN {FACTS[fact].moved_from(question)} AS later ON later.volunteer_id = fact.id"))
    head = Sql(f"{fact} AS NOT MATERIALIZED (SELECT {', '.join(shown)} FROM ({text}) AS fact", tuple(values))  # noqa: S608
    named = Sql(f"({', '.join(['id', 'day', *plain])})")
    return head + join([named, *joins], " ") + Sql(")")


def _flag(name, rows, question):
    """A join and not a subquery in the column, which would be worked out again wherever the column is read."""
    ids, values = FLAGS[name](rows, question).order_by().query.sql_with_params()
    return Sql(f"LEFT JOIN ({ids}) AS {name} (id) ON {name}.id = fact.id", values)


def _columns(question, fact):
    wanted = ["home_id"] if FACTS[fact].home_on else []
    wanted += list(FACTS[fact].extra) if any(DIMENSIONS[name].sort == TIME for name in question.by) else []
    wanted += [FACET_COLUMNS[name] for name in question.by if name in FACET_COLUMNS]
    for measure in question.measures_of(fact):
        wanted += measure.columns
    return list(dict.fromkeys(wanted))


def _part(question, fact, by, today):
    """One SELECT: the cells of ``by``, or the total where it is empty."""
    cells = [f"cell_{place}" for place in range(len(by))]
    empty = ["NULL"] * (len(question.by) - len(by))
    sums = [
        f"round(coalesce(sum({_value(name, fact)}), 0) / {MEASURES[name].per}.0)::bigint" for name in question.measures
    ]
    columns = ["false" if by else "true", *(f"{cell}::text" for cell in cells), *empty, *sums]
    tail = f") AS credited GROUP BY {', '.join(cells)} LIMIT {MOST_CELLS + 1})" if by else ") AS credited)"
    return Sql(f"(SELECT {', '.join(columns)} FROM (") + _credited(question, fact, by, today) + Sql(tail)  # noqa: S608


def _value(name, fact):
    return name if MEASURES[name].fact == fact else "0"


def _credited(question, fact, by, today):
    """Facts with the cells they count in: each (fact, cell) once, with what it adds to each measure."""
    joins, conditions = _places(question, fact, by, today)
    measures = question.measures_of(fact)
    cells = [f"{_cell_sql(name, fact)} AS cell_{place}" for place, name in enumerate(by)]
    folded = bool(joins.text) and not FACTS[fact].home_on
    values = [_added(measure, folded=folded) for measure in measures]
    if all(measure.condition for measure in measures):
        # Facts that add nothing to any measure are left out before they are folded.
        conditions = [*conditions, Sql(f"({' OR '.join(f'({measure.condition})' for measure in measures)})")]
    where = Sql("WHERE") + join(conditions, " AND ") if conditions else Sql()
    once = Sql(f"GROUP BY {', '.join(str(place + 1) for place in range(1 + len(by)))}" if folded else "")
    return Sql(f"SELECT {', '.join(['fact.id', *cells, *values])} FROM {fact} AS fact") + joins + where + once  # noqa: S608


def _added(measure, folded):
    """What one fact adds to a measure; all the rows of one fact in a cell say the same, so ``max`` takes it once."""
    value = f"CASE WHEN {measure.condition} THEN {measure.value} ELSE 0 END" if measure.condition else measure.value
    return f"max({value}) AS {measure.name}" if folded and value != "1" else f"{value} AS {measure.name}"


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
        return Sql(), []
    used = asked | dimensions
    joins = Sql(f"{'' if asked else 'LEFT '}JOIN {FACTS[fact].regions} AS party ON party.fact_id = fact.id")
    if used & {"province", "county"}:
        joins += Sql("LEFT JOIN belts_region AS region ON region.code = party.region_id")
    if used & {"belt", "corridor"}:
        joins += _seat(question, today)
    return joins, [_condition(question, name) for name in sorted(asked)]


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
