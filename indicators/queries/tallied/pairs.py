"""From whom to whom: figures between two places, read from the tallies of sets, where each party's role stands."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from indicators.queries.plan import Sql
from indicators.queries.tallied.lines import lines_of_sets
from indicators.queries.tallied.reads import PLACE_OF, Read

# Sets are written down now and then twice: each pair of a set is taken once.
_PAIRS = """
    SELECT DISTINCT giver.party_set, giver.region AS giver, taker.region AS taker
    FROM indicators_partysetmember AS giver JOIN indicators_partysetmember AS taker USING (party_set)
    WHERE giver.role = %s AND taker.role = %s AND giver.region <> taker.region"""


@dataclass(frozen=True)
class Pairing:
    """A measure of a fact in which some give and some take, and the roles of the two."""

    measure: str
    giver: str
    taker: str


TOURS = Pairing("tours", "home", "place")
SECONDS_OF_HALLS = Pairing("booked_hours", "lender", "borrower")


def pairs_of(pairing: Pairing, first: dt.date, last: dt.date) -> dict[tuple[str, str], int]:
    """By (giver's code, taker's code): what is of the days from ``first`` to ``last``, between two different places."""
    fact, place = PLACE_OF[pairing.measure]
    number = f"sum(line.sign * line.values[{place}])"
    statement = (
        Sql(f"SELECT giver, taker, {number}::bigint FROM (")
        + lines_of_sets(Read(fact, (pairing.measure,), first, last, level=False), None)
        + Sql(") AS line JOIN (")
        + Sql(_PAIRS, (pairing.giver, pairing.taker))
        + Sql(f") AS pair USING (party_set) GROUP BY giver, taker HAVING {number} <> 0")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.values)
        return {(giver, taker): number for giver, taker, number in cursor.fetchall()}
