"""Counties as they sat in a belt on the day of each record: what picks their lines out of all lines of counties."""

from dataclasses import dataclass

from indicators.queries.plan import Sql

_SEAT = (
    "JOIN belts_beltmembership AS seat ON seat.region_id = {code} AND seat.since <= {first} "
    "AND (seat.until IS NULL OR seat.until >= {last})"
)
# The days of the months that a seat does not hold from end to end; of both ends of it, each day once.
_DAYS_OF_CUT_MONTHS = """
CROSS JOIN LATERAL unnest(datemultirange(
    CASE WHEN extract(day FROM seat.since) > 1
        THEN daterange(seat.since, least((date_trunc('month', seat.since) + interval '1 month')::date, seat.until + 1))
        ELSE 'empty' END,
    CASE WHEN extract(day FROM seat.until + 1) > 1
        THEN daterange(greatest(date_trunc('month', seat.until)::date, seat.since), seat.until + 1)
        ELSE 'empty' END
)) AS cut
JOIN indicators_placetally AS tally
    ON tally.code = seat.region_id AND tally.since >= lower(cut) AND tally.since < upper(cut)"""


@dataclass(frozen=True)
class Seats:
    """In the belt with that code; None: in any."""

    belt: str | None

    def held(self, code: str, first: str, last: str) -> Sql:
        """Joins the seat that the county in ``code`` held from ``first`` to ``last``: one, or none and no line."""
        return Sql(_SEAT.format(code=code, first=first, last=last)) + self._of_belt("AND")

    def cut_months(self) -> Sql:
        """FROM the tallies by day, as ``tally``, of the months in which a seat was taken or given up."""
        seats = Sql("(SELECT * FROM belts_beltmembership AS seat") + self._of_belt("WHERE") + Sql(") AS seat")
        return seats + Sql(_DAYS_OF_CUT_MONTHS)

    def _of_belt(self, word: str) -> Sql:
        return Sql(f"{word} seat.belt_id = %s", (self.belt,)) if self.belt else Sql()
