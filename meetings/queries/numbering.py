"""The numbers of an agenda: 一、 （一） 1. （1）, as GB/T 9704-2012 has them. No database in here."""

from collections.abc import Iterator, Mapping, Sequence

DIGITS = "零一二三四五六七八九"
LARGEST = 99
DEEPEST = 4


def chinese(number: int) -> str:
    """1 to 99 in Chinese numerals: 一, 十, 十一, 二十, 九十九. ValueError beyond."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} has no numeral here")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def mark(depth: int, number: int) -> str:
    """How the ``number``-th point of a depth is marked; the first depth is 1, the last ``DEEPEST``."""
    if depth == 1:
        return f"{chinese(number)}、"
    if depth == 2:
        return f"（{chinese(number)}）"
    if depth == 3:
        return f"{number}."
    if depth == DEEPEST:
        return f"（{number}）"
    raise ValueError(f"an agenda has {DEEPEST} depths, not {depth}")


Children = Mapping[int | None, Sequence[int]]  # under each point those that stand there; under None those at the top


def numbered(children: Children) -> Iterator[tuple[int, int, str]]:
    """Every point from the top down, with its depth and its mark."""

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, int, str]]:
        for number, key in enumerate(children.get(parent, ()), start=1):
            yield key, depth, mark(depth, number)
            yield from walk(key, depth + 1)

    yield from walk(None, 1)


def height(children: Children, key: int) -> int:
    """How many depths a point takes up with all that stands under it; 1 for one without."""
    return 1 + max((height(children, child) for child in children.get(key, ())), default=0)
