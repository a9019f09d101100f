"""Everything that changes the rotation. Callers have checked who may do it."""

from meetings.services.changes import agree_change, ask_substitute, ask_swap, decline_change, withdraw_change
from meetings.services.terms import generate_terms, set_rotation

__all__ = [
    "agree_change",
    "ask_substitute",
    "ask_swap",
    "decline_change",
    "generate_terms",
    "set_rotation",
    "withdraw_change",
]
