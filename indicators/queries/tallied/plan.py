"""From a question to one SQL statement over the tallies; ``queries.plan`` does the same over the records.

A question that names one place at a time, or none, and at most one facet, or a pair that has a tally, reads the tallies
of places: some hundred lines; so does one for the counties of a belt, each of which counts for as long as it sat there.
Any other reads the tallies of sets, or with facets what each record adds: each set of parties is credited to the cells
that its members fall into, each once, as a record is.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from belts.queries.seats import AS_IS
from belts.seats import seats_as_is, seats_known_at
from indicators.measures import DIMENSIONS, PLACE, TIME
from indicators.queries.plan import MOST_CELLS, Sql, join
from indicators.queries.question import PARTY_FILTERS, SHARED_FILTERS, VERIFIED, Question
from indicators.queries.tallied.lines import UNION, lines_of_counties, lines_of_places, lines_of_records, lines_of_sets
from indicators.queries.tallied.reads import TALLIED, Read, reads_of
from indicators.queries.tallied.seats import Seats
from indicators.queries.tallied.words import FACET_OF, cell_of_facet, facet_filters, measured
from indicators.tallies.facts import FACETS, FACTS, split_by

LEVEL_OF = {"region": "county", "province": "province", "belt": "belt", "corridor": "corridor"}
BY_SEAT = {"belt", "corridor"}
SEAT_CELLS = {
    "belt": "coalesce(seat.belt, '')",
    "corridor": "CASE WHEN seat.belt IS NULL THEN '' ELSE 'corridor' END",
}
# What stands in the codes of shares, and of counties beside the province whose own parties are of none.
SHARES = {"belt": "split_part(line.code, '|', 1)", "province": "split_part(line.code, '|', 2)"}
COUNTIES = {"county": "CASE WHEN line.code NOT LIKE '%%0000' THEN line.code ELSE '' END"}
OF_PROVINCE = "(line.code = %s OR line.code IN (SELECT code FROM belts_region WHERE province_id = %s))"
KNOWN_FILTERS = SHARED_FILTERS | {"role", "kind", "task", "brand"}
Way = tuple[list[str], Sql, list[Sql]]  # cells, FROM, conditions


@dataclass(frozen=True)
class Asked:
    """What a part of the answer asks: its dimensions, the party filters that are set, the facets that play a part."""

    question: Question
    by: tuple[str, ...]
    today: dt.date

    @property
    def places(self) -> list[str]:
        return [name for name in self.by if DIMENSIONS[name].sort == PLACE]

    @property
    def filters(self) -> dict[str, Any]:
        values = {name: self.question.filter_value(name) for name in PARTY_FILTERS}
        return {name: value for name, value in values.items() if value not in (None, "any")}

    @property
    def facets(self) -> list[str]:
        named = {FACET_OF[name] for name in self.by if name in FACET_OF} | set(facet_filters(self.question))
        return [name for name in FACETS if name in named]

    @property
    def by_seat_alone(self) -> bool:
        """Who sits where is all that is asked of places."""
        return {*self.places, *self.filters} <= BY_SEAT

    @property
    def shares(self) -> bool:
        """What each province did in each belt."""
        return {*self.places, *self.filters} == {"belt", "province"}

    @property
    def each_county(self) -> bool:
        """Each county by itself, of those that sit in a belt."""
        outside = self.filters.get("corridor") is False
        return self.places == ["county"] and bool(self.filters) and set(self.filters) <= BY_SEAT and not outside

    @property
    def as_is(self) -> bool:
        return self.question.membership == AS_IS


def counts_all(user: Any) -> bool:
    """Whether every counted record is counted for them: tallies know nothing of who asks."""
    return user.reach.staff and user.reach.places is None


def can_answer(question: Question) -> bool:
    """Verified records, for staff who may count them all, narrowed by nothing that a tally does not hold."""
    if question.state != VERIFIED or not counts_all(question.user):
        return False
    given = {name for name in question.given if question.filter_value(name) not in (None, "any")}
    return given <= KNOWN_FILTERS and all(name in TALLIED for name in question.measures)


def tallied_plan(question: Question, today: dt.date) -> Sql:
    """Columns of the statement: is it a total, each dimension as text, each measure; in the question's order."""
    reads = reads_of(question, today)
    parts = [_part(Asked(question, by, today), read) for by in {question.by, ()} for read in reads]
    return join(parts, "\nUNION ALL\n")


def _part(asked: Asked, read: Read) -> Sql:
    cells, source, conditions = _of_places(asked, read) or _of_sets(asked, read)
    width = len(asked.question.by)
    columns = [
        "false" if asked.by else "true",
        *(f"({cell})::text" for cell in cells),
        *["NULL"] * (width - len(cells)),
    ]
    columns += measured(asked.question, read)
    where = Sql("WHERE") + join(conditions, " AND ") if conditions else Sql()
    group = (
        f"GROUP BY {', '.join(str(place + 2) for place in range(len(cells)))} LIMIT {MOST_CELLS + 1}" if cells else ""
    )
    return Sql(f"(SELECT {', '.join(columns)} FROM") + source + where + Sql(f"{group})")


def _of_places(asked: Asked, read: Read) -> Way | None:
    """Over the tallies of places; None where these cannot say it."""
    if split_by(asked.facets) not in FACTS[read.fact].splits:
        return None
    if {*asked.places, *asked.filters} & BY_SEAT and (read.level or asked.as_is):
        return _of_seated(asked, read)
    # Seats as they are known now: of a moment that is past, the sets know where each sat then.
    if asked.each_county and not asked.facets and asked.question.at is None:
        source, conditions = lines_of_counties(read, Seats(_belt_of(asked))), []
    elif found := _levels(asked):
        levels, conditions = found
        source = join([lines_of_places(read, level, asked.facets, asked.question.at) for level in levels], UNION)
    else:
        return None
    codes = SHARES if asked.shares else COUNTIES
    cells = [_cell(name, read, codes.get(name, "line.code")) for name in asked.by]
    return cells, _named(source), [*conditions, *_words(asked)]


def _of_seated(asked, read):
    """Over the tallies of counties, of which each has one seat, that of today or of the day of the level."""
    if not (asked.each_county or (read.level and asked.by_seat_alone)):
        return None
    source = _named(lines_of_places(read, "county", asked.facets, asked.question.at))
    source += Sql("LEFT JOIN") + _seats(asked, read) + Sql("ON seat.region = line.code")
    cells = [_cell(name, read, SEAT_CELLS.get(name, "line.code")) for name in asked.by]
    return cells, source, [*_by_seat(asked), *_words(asked)]


def _named(lines):
    return Sql("(") + lines + Sql(") AS line")


def _levels(asked):
    """(levels, conditions): of the places on these all that is asked is read, each record once in each cell."""
    if asked.shares:
        return ("share",), [Sql(f"{SHARES[name]} = %s", (value.pk,)) for name, value in asked.filters.items()]
    if asked.places == ["county"] and set(asked.filters) == {"province"}:
        province = asked.filters["province"].pk
        return ("county", "office"), [Sql(OF_PROVINCE, (province, province))]
    if len(asked.filters) > 1 or len(asked.places) > 1:
        return None
    if not asked.filters:
        return (*asked.places, "all")[:1], []
    ((name, value),) = asked.filters.items()
    level = LEVEL_OF.get(name)
    if level is None or value is False or set(asked.places) - {level}:
        return None
    return (level,), [Sql("line.code = %s", ("corridor" if value is True else value.pk,))]


def _of_sets(asked: Asked, read: Read) -> Way:
    """Over the tallies of sets; over what records add where a facet is asked."""
    lines = (lines_of_records if asked.facets else lines_of_sets)(read, asked.question.at)
    source = _named(lines)
    if asked.places or asked.filters:
        source += Sql("JOIN (") + _credited(asked, read) + Sql(") AS party USING (party_set)")
    cells = [_cell(name, read, f"party.{name}") for name in asked.by]
    return cells, source, _words(asked)


def _credited(asked, read):
    """Each set with the cells of its members, each cell once; a member must be all that the filters ask for."""
    seated = bool({*asked.places, *asked.filters} & BY_SEAT) and (read.level or asked.as_is)
    belt = "coalesce(seat.belt, '')" if seated else "member.belt"
    columns = {"belt": belt, "province": "member.province", "county": "member.county"}
    columns["corridor"] = f"CASE WHEN {belt} <> '' THEN 'corridor' ELSE '' END"
    chosen = "".join(f", {columns[name]} AS {name}" for name in asked.places)
    found = Sql(f"SELECT DISTINCT member.party_set{chosen} FROM indicators_partysetmember AS member")
    if seated:
        found += Sql("LEFT JOIN") + _seats(asked, read) + Sql("ON seat.region = member.region")
    conditions = [_asked_of(name, value, belt) for name, value in asked.filters.items()]
    if conditions:
        found += Sql("WHERE member.region <> '' AND") + join(conditions, " AND ")
    return found


def _asked_of(name, value, belt):
    if name == "corridor":
        return Sql(f"{belt} <> ''" if value else f"{belt} = ''")
    column = {"region": "member.region", "role": "member.role", "belt": belt, "province": "member.province"}[name]
    return Sql(f"{column} = %s", (getattr(value, "pk", value),))


def _belt_of(asked):
    return asked.filters["belt"].pk if "belt" in asked.filters else None


def _by_seat(asked):
    conditions = []
    for name, value in asked.filters.items():
        if name == "belt":
            conditions.append(Sql("seat.belt = %s", (value.pk,)))
        else:
            # Whose home is no county, or nowhere, has no party that could sit outside a belt but itself.
            conditions.append(Sql("seat.belt IS NOT NULL" if value else "seat.belt IS NULL"))
    return conditions


def _seats(asked, read):
    """(region, belt): of today, or of the day on which a level is asked; as they were known at the moment asked for."""
    at = asked.question.at
    if asked.as_is or at:
        seats = seats_as_is(asked.today, at) if asked.as_is else seats_known_at(at, read.last)
        return Sql("unnest(%s::text[], %s::text[]) AS seat (region, belt)", (list(seats), list(seats.values())))
    return Sql(
        "(SELECT region_id AS region, belt_id AS belt FROM belts_beltmembership "
        "WHERE since <= %s AND (until IS NULL OR until >= %s)) AS seat",
        (read.last, read.last),
    )


def _cell(name, read, place):
    sort = DIMENSIONS[name].sort
    if sort == PLACE:
        return f"nullif({place}, '')"
    if sort == TIME:
        since = f"date_trunc('{name}', line.month)::date"
        return since if name == "year" else f"CASE WHEN line.dated THEN {since} END"
    return cell_of_facet(name, f"line.{FACET_OF[name]}", read)


def _words(asked):
    """The filters on facets."""
    return [Sql(f"line.{facet} = ANY(%s)", (list(words),)) for facet, words in facet_filters(asked.question).items()]
