"""Places on a page that upper apps fill: a belt's page (belts) shows figures (indicators) and records (activities).

The floors forbid a lower app to import an upper one, so the upper one registers its panel from ``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PLACES = ("home", "home_head", "corridor", "belt", "county", "activity", "venue", "volunteer")


@dataclass(frozen=True)
class Panel:
    """``template`` rendered with ``panel.context``; ``context(request, subject)`` gives None to stay away."""

    template: str
    context: dict[str, Any]


_providers: dict[str, list[tuple[int, str, Callable[[Any, Any], dict[str, Any] | None]]]] = {
    place: [] for place in PLACES
}


def register(place: str, order: int, template: str, context: Callable[[Any, Any], dict[str, Any] | None]) -> None:
    _providers[place].append((order, template, context))


def panels_for(place: str, request: Any, subject: Any = None) -> list[Panel]:
    """The panels of one place in their order; ``subject`` is the row that the page is about."""
    made = []
    for _order, template, provider in sorted(_providers[place], key=lambda entry: entry[:2]):
        context = provider(request, subject)
        if context is not None:
            made.append(Panel(template, context))
    return made
