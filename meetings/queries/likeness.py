"""How much two titles and texts are about the same. No database in here."""

from collections.abc import Iterable, Mapping

from activities.likeness import bigrams

ALIKE_FROM = 0.3


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sets share, as a share of all that is in either."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)


def likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """0 to 1 for two pairs of a title and a text, over two-character shingles. Titles alone may decide it."""
    titles = jaccard(bigrams(one[0]), bigrams(other[0]))
    return max(titles, jaccard(bigrams(" ".join(one)), bigrams(" ".join(other))))


def alike(words: Mapping[int, tuple[str, str]], among: Iterable[int] | None = None) -> dict[int, list[int]]:
    """For each key (of ``among``) the others that look like it, the most alike first."""
    found: dict[int, list[int]] = {}
    for key in words if among is None else among:
        near = ((likeness(words[key], words[other]), other) for other in words if other != key)
        ordered = sorted((pair for pair in near if pair[0] >= ALIKE_FROM), key=lambda pair: (-pair[0], pair[1]))
        if ordered:
            found[key] = [other for _share, other in ordered]
    return found
