"""What a booking is for: upper apps say it, and are told of what happens to it.

The floors forbid this app to know activities and meetings, so they register themselves from ``AppConfig.ready()``.
"""

from collections.abc import Callable
from typing import Any

Describe = Callable[[Any, Any], tuple[str, str] | None]
Changed = Callable[[Any, str], None]
_registered: dict[str, tuple[Describe, Changed]] = {}


def register(purpose: str, describe: Describe, changed: Changed) -> None:
    """``describe(booking, user)``: title and address of what it is for, None for who may not see it.

    ``changed(booking, what)`` is called inside the transaction of each step; ``what`` is the state that the booking
    came to, "moved", or "closed".
    """
    _registered[purpose] = (describe, changed)


def described(booking: Any, user: Any) -> tuple[str, str] | None:
    entry = _registered.get(booking.purpose)
    return entry[0](booking, user) if entry else None


def pass_on(booking: Any, what: str) -> None:
    entry = _registered.get(booking.purpose)
    if entry:
        entry[1](booking, what)
