"""Who reads figures where nobody signs in: a screen on a wall, a page for everybody."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict

from accounts.models import Role
from accounts.reach import Reach
from indicators.queries import Question, question_of

READ_ONLY = SimpleNamespace(pk=None)


class PublicReader:
    """Reads as a system's account without a place does: verified records alone are counted for it, and no figure of
    fewer than five people is told (``queries/small_cells.py``).

    It is nobody: no row is its own, it writes nothing, and it never comes from a request. Give it to
    ``public_question`` and to rows that are public facts (regions, belts, when the bodies meet), never to a list of
    records.
    """

    is_authenticated = True  # regions, belts and venues ask for no more than that
    is_active = True
    pk = None
    token: Any = READ_ONLY  # not a person: no row can be its own, and what tokens never read it does not read either
    reach = Reach(roles=frozenset({Role.API_CLIENT}), token_is_read_only=True)


class LedgerReader(PublicReader):
    """Counts for the portal's own rules, small figures too: whom they are hidden from is not told its answers."""

    token = None
    reach = Reach(roles=frozenset({Role.CORRIDOR_OFFICE}), token_is_read_only=True)


@dataclass(frozen=True)
class Asking:
    """The request that ``question_of`` wants, of which it reads nothing but the user."""

    user: Any


def public_question(query: str) -> Question:
    """``query`` as in an address: "measures=lectures&by=belt&from=2026-01-01". Raises ValidationError by parameter."""
    return question_of(Asking(PublicReader()), QueryDict(query))
