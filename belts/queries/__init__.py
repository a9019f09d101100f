from belts.queries.places import neighbours_of, neighbours_on, succession_of
from belts.queries.seats import belt_of, membership_map, seats_of, seats_on
from belts.queries.tree import counts_by_region, unit_tree

__all__ = [
    "belt_of",
    "counts_by_region",
    "membership_map",
    "neighbours_of",
    "neighbours_on",
    "seats_of",
    "seats_on",
    "succession_of",
    "unit_tree",
]
