"""What each record adds to the figures, said once: the triggers, the recount and the readers are made from it.

A **fact** is a kind of record. ``measures`` names what it counts, in the order of ``values``: a new measure is a name
at the end and an expression. ``select`` gives the lines that the records with the ids ``{ids}`` add now (none: they
are not counted): fact_id, part, day, dated, members, kind, task, brand, platform, born, values. ``sources`` are the
tables that it follows from.
"""

from indicators.tallies.facts.activities import ACTIVITY, BRAND, TEAM, TOUR, WORK
from indicators.tallies.facts.meetings import MEETING, MEETING_OWED, RESOLUTION
from indicators.tallies.facts.shape import BESIDE, DAY, FACETS, LEVELS, Fact, Source, split_by
from indicators.tallies.facts.venues import BOOKING, LOAN, VENUE
from indicators.tallies.facts.volunteers import VOLUNTEER

FACTS = {
    fact.name: fact
    for fact in (ACTIVITY, TOUR, TEAM, WORK, BRAND, VENUE, BOOKING, MEETING_OWED, MEETING, RESOLUTION, LOAN, VOLUNTEER)
}

__all__ = ["BESIDE", "DAY", "FACETS", "FACTS", "LEVELS", "Fact", "Source", "split_by"]
