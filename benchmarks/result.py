"""One line of a benchmark: two things measured side by side in one run, and the limit of their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """``measured`` and ``beside`` in ``unit``; ``limit`` is the largest ratio measured/beside that is good enough.

    A figure without something beside it (a page's weight) has ``beside`` as its own limit.
    """

    question: str
    measured: float
    beside_what: str
    beside: float
    unit: str
    limit: float

    @property
    def ratio(self) -> float:
        return self.measured / self.beside if self.beside else float("inf")

    @property
    def good(self) -> bool:
        return self.ratio <= self.limit


def median_ms(action: Callable[[], object], *, times: int = 7) -> float:
    """Median milliseconds of ``times`` calls after one that warms up."""
    action()
    spent = []
    for _time in range(times):
        begin = time.perf_counter()
        action()
        spent.append((time.perf_counter() - begin) * 1000)
    return statistics.median(spent)


def table(results: list[Result]) -> str:
    """The results as a Markdown table."""
    lines = ["| question | measured | beside it | ratio | limit | |", "|---|---:|---:|---:|---:|---|"]
    for row in results:
        mark = "good" if row.good else "**too slow**"
        lines.append(
            f"| {row.question} | {row.measured:,.1f} {row.unit} | {row.beside_what}: {row.beside:,.1f} {row.unit} "
            f"| {row.ratio:.3g} | {row.limit:.3g} | {mark} |"
        )
    return "\n".join(lines)
