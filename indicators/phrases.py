"""A number as Chinese reports say it: 2000余, 近3万, 超过5万, 50余万, 近2400万. The phrase is never false.

- up to 20, and a number that is round already: itself, exactly;
- up to 5 % below the next leading figure: 近 + that number (2,950 → 近3000);
- up to 5 % above a leading figure: 超过 + that number (30,500 → 超过3万);
- otherwise 余 behind the number rounded down (33,000 → 3万余, 2,310 → 2000余, 530,000 → 50余万): to its leading figure,
  or to two figures when the first is 1, because “1万余” for 18,500 would hide nearly half of it (1.8万余).

From a million on a single figure hides too much: there two figures are said, with 近 and 超过 within 1 % of them
(23,870,000 → 近2400万, 23,400,000 → 2300余万).

From ten thousand on numbers are counted in 万, from a hundred million in 亿; 余 stands before the 万 that follows a
full ten (50余万 lies between 50万 and 60万), else behind it (5万余 lies between 5万 and 6万).
"""

from decimal import Decimal

SMALL = 20
NEAR_PERCENT, NEAR_PERCENT_OF_TWO_FIGURES = 5, 1
LARGE = 10**6  # from here on two figures are said
UNITS = ((10**8, "亿"), (10**4, "万"))


def step_of(value: int) -> int:
    """The distance between the numbers that 余 rounds down to, at this size."""
    leading = _leading_step(value)
    two_figures = value >= LARGE or (leading > 1 and str(value)[0] == "1")
    return leading // 10 if two_figures else leading


def phrase_of(value: int, noun: str = "") -> str:
    """``noun`` is the measure word that follows: 支, 人, 场."""
    if value < 0:
        raise ValueError("a figure is not negative")
    step = step_of(value)
    below = value // step * step
    if value <= SMALL or value == below:
        return _plain(value) + noun
    said = _beside(value, _leading_step(value), NEAR_PERCENT)
    if not said and value >= LARGE:
        said = _beside(value, step, NEAR_PERCENT_OF_TWO_FIGURES)
    return (said or _and_more(below)) + noun


def _beside(value: int, step: int, percent: int) -> str:
    """Just below or just above a multiple of ``step``; empty where the value is near none."""
    below = value // step * step
    above = below + step
    if 100 * (above - value) <= percent * above:
        return f"近{_plain(above)}"
    return f"超过{_plain(below)}" if 100 * (value - below) <= percent * below else ""


def _leading_step(value: int) -> int:
    return int(10 ** (len(str(value)) - 1))


def _plain(value: int) -> str:
    number, unit = _in_units(value)
    return number + unit


def _and_more(value: int) -> str:
    number, unit = _in_units(value)
    full_tens = unit and "." not in number and number.endswith("0")
    return f"{number}余{unit}" if full_tens else f"{number}{unit}余"


def _in_units(value: int) -> tuple[str, str]:
    """The number in the largest unit that says it with at most one decimal, and the unit."""
    for size, unit in UNITS:
        if value >= size and value * 10 % size == 0:
            return format((Decimal(value) / size).normalize(), "f"), unit
    return str(value), ""
