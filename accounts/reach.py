"""How far a person's posts reach today. ``visible_to`` and ``manageable_by`` of every model ask this, nothing else."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reach:
    """Codes of regions, by what the holder may do there.

    ``places`` limits an API token: records that touch none of these regions are out of its sight; None is no limit.
    """

    roles: frozenset[str] = frozenset()
    corridor_office: bool = False
    provinces: frozenset[str] = frozenset()  # provincial offices
    logging: frozenset[str] = frozenset()  # counties or provinces whose records the holder logs
    reviewing: frozenset[str] = frozenset()  # … and verifies
    managing: frozenset[str] = frozenset()  # counties all of whose venues the holder manages
    managed_units: frozenset[int] = frozenset()  # units whose venues the holder manages
    places: frozenset[str] | None = None
    token_is_read_only: bool = False

    @property
    def staff(self) -> bool:
        """Sees the corridor's verified records."""
        return bool(self.roles - {"volunteer"})

    @property
    def counties(self) -> frozenset[str]:
        return self.logging | self.reviewing

    @property
    def sees_everything(self) -> bool:
        return self.corridor_office or "auditor" in self.roles


def reach_of(posts: list[tuple[str, str | None, int | None]], token: Any = None) -> Reach:
    """``posts``: (role, region code or None, id of the unit or None) held today; ``token``: what signed in.

    A token limited to places narrows every right of its account to these places.
    """
    places = token.place_codes if token else None

    def regions(*roles: str) -> frozenset[str]:
        held = frozenset(code for role, code, _unit in posts if role in roles and code)
        return held if places is None else within(held, places)

    managed = [(role, code, unit) for role, code, unit in posts if role == "venue_manager"]

    return Reach(
        roles=frozenset(role for role, _code, _unit in posts),
        corridor_office=places is None and any(role == "corridor_office" for role, _code, _unit in posts),
        provinces=regions("provincial_office"),
        logging=regions("county_logger", "api_client"),
        reviewing=regions("county_reviewer", "provincial_office"),
        managing=frozenset(code for _role, code, unit in managed if code and unit is None),
        managed_units=frozenset(unit for _role, _code, unit in managed if unit is not None),
        places=places,
        token_is_read_only=bool(token and not token.may_write),
    )


def within(held: frozenset[str], places: frozenset[str]) -> frozenset[str]:
    """What two sets of regions have in common; a province's code covers its counties."""

    def covered(code: str, by: frozenset[str]) -> bool:
        return code in by or f"{code[:2]}0000" in by

    return frozenset(code for code in held if covered(code, places)) | frozenset(
        code for code in places if covered(code, held)
    )
