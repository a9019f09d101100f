"""Everything that changes belts, regions, seats and units. Callers have already checked who may do it."""

from belts.services.memberships import correct_membership, join_belt, leave_belt, replace_member
from belts.services.regions import end_region, record_belt, record_border_pair, record_region, record_successors
from belts.services.units import change_unit, close_unit, create_unit, move_unit

__all__ = [
    "change_unit",
    "close_unit",
    "correct_membership",
    "create_unit",
    "end_region",
    "join_belt",
    "leave_belt",
    "move_unit",
    "record_belt",
    "record_border_pair",
    "record_region",
    "record_successors",
    "replace_member",
]
