"""The tree of a venue: what it is part of, and its parts to any depth."""

from dataclasses import dataclass

from venues.models import Venue

DEEPEST_STEP = 4


@dataclass(frozen=True)
class Branch:
    """One venue of a tree with how deep it lies below the top; ``is_here`` is the venue that was asked about."""

    venue: Venue
    depth: int
    is_here: bool

    @property
    def step(self):
        """How far it is set in on the page; deeper parts stand below each other."""
        return min(self.depth, DEEPEST_STEP)


def wholes_of(venue):
    """What it is part of, the outermost first."""
    return list(Venue.objects.filter(space__contains=venue.space).exclude(pk=venue.pk).order_by("space"))


def tree_of(venue):
    """The whole tree in which the venue lies, in one query: a whole before its parts, these by name."""
    top = int(venue.space.lower)
    rows = Venue.objects.filter(space__contained_by=(top, top + 1)).order_by("name", "pk")
    parts = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    return list(_walk(parts, None, 0, venue.pk))


def _walk(parts, parent, depth, here):
    for row in parts.get(parent, ()):
        yield Branch(row, depth, row.pk == here)
        yield from _walk(parts, row.pk, depth + 1, here)
