"""How much two records look like one event. Pure: no database in here."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

SHARES = {"title": 45, "place": 25, "parties": 20, "day": 10}  # percent
ALIKE_FROM = 60


@dataclass(frozen=True)
class Traits:
    """What is compared: days (both included), texts, and the codes of regions that take part."""

    starts_on: dt.date
    ends_on: dt.date
    title: str
    place: str
    place_region: str | None
    regions: frozenset[str] = field(default_factory=frozenset)


def likeness(one: Traits, other: Traits) -> tuple[int, dict[str, int]]:
    """Percent from 0 to 100, and the percent each trait gives. Symmetric; 100 for equal records."""
    parts = {
        "title": overlap(bigrams(one.title), bigrams(other.title)),
        "place": _place(one, other),
        "parties": overlap(one.regions, other.regions),
        "day": 1.0 if one.starts_on == other.starts_on else 0.5,
    }
    points = {name: round(SHARES[name] * value) for name, value in parts.items()}
    return sum(points.values()), points


def _place(one: Traits, other: Traits) -> float:
    texts = overlap(bigrams(one.place), bigrams(other.place))
    same_region = one.place_region is not None and one.place_region == other.place_region
    return max(texts, 0.6) if same_region else texts


def bigrams(text: str) -> frozenset[str]:
    """Two-character shingles of the letters and digits; what marks and spaces separate stays together."""
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1)) or frozenset([letters])


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared members as a share of the smaller set: a short title inside a long one is the same title."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
