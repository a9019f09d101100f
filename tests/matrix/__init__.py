"""Who gets what from which route: every route of the portal × every persona. See ``Row``.

``tests/matrix/<app>.py`` holds ``ROWS`` of its app; ``test_matrix.py`` fails for a route that has no row.
"""

from dataclasses import dataclass, field
from importlib import import_module

APPS = (
    "core",
    "accounts",
    "belts",
    "activities",
    "activity_files",
    "activity_lists",
    "activity_api",
    "imports",
    "bookings",
    "venues",
    "libraries",
    "volunteer_registry",
    "volunteer_joining",
    "volunteer_own",
    "volunteer_correcting",
    "volunteer_reveal",
    "volunteer_platforms",
    "volunteer_feed",
    "volunteer_merging",
    "meetings",
    "meeting_sessions",
    "meeting_calendar",
    "meeting_agenda",
    "meeting_minutes",
    "meeting_resolutions",
    "meeting_handover",
    "indicators",
    "indicators_bulletins",
    "indicators_screens",
    "indicators_reported",
    "indicators_boards",
)

# Each persona is somebody else; "own" is 荣昌区 (500153), "neighbour" 隆昌市 (511083, across the border),
# "other" 万州区 (500101, far away). See tests/matrix/people.py.
PERSONAS = (
    "anonymous",
    "nobody",  # signed in, no post
    "volunteer",
    "own_logger",
    "own_reviewer",
    "own_colleague",  # a second logger of the own county
    "neighbour_logger",
    "neighbour_reviewer",
    "other_logger",
    "provincial_office",  # Chongqing
    "corridor_office",
    "auditor",
    "system_administrator",
    "security_administrator",
)


@dataclass(frozen=True)
class Row:
    """One route. ``expected`` gives a status for each persona; ``default`` stands for those not named.

    ``arguments`` names values of the world (tests/matrix/people.py) for the route's path; ``data`` is the posted form
    or JSON. A route with several methods has a row for each.
    """

    route: str
    method: str = "get"
    arguments: dict[str, str] = field(default_factory=dict)
    data: dict[str, object] | None = None
    query: str = ""
    default: int = 200
    expected: dict[str, int] = field(default_factory=dict)

    def status_for(self, persona: str) -> int:
        if persona == "anonymous" and "anonymous" not in self.expected:
            return 401 if self.route.startswith("api:") else 302
        return self.expected.get(persona, self.default)


# Routes of libraries and of the framework that hold no record of ours, each with the reason.
OTHERS: dict[str, str] = {
    "set_language": "sets a cookie",
}


def worlds() -> list:
    """``world(made)`` of the modules that bring rows of their own; ``made`` is what there is already."""
    modules = (import_module(f"tests.matrix.{app}") for app in APPS)
    return [module.world for module in modules if hasattr(module, "world")]


def all_rows() -> list[Row]:
    return [row for app in APPS for row in getattr(import_module(f"tests.matrix.{app}"), "ROWS", [])]
