"""How facets and measures are said in SQL over the tallies."""

from activities.filters.activities import NO_TASK
from indicators.measures import MEASURES
from indicators.queries.question import Question
from indicators.queries.tallied.reads import TALLIED, Read
from volunteers.choices import AGES

# Dimension → the facet that it is read from.
FACET_OF = {"kind": "kind", "task": "task", "brand": "brand", "platform": "platform", "age": "born"}


def facet_filters(question: Question) -> dict[str, tuple[str, ...]]:
    """Facet → the words that the filters allow; a word that is empty stands for none."""
    found = {}
    for name in ("kind", "task", "brand"):
        value = question.filter_value(name)
        if value is None:
            continue
        words = value if isinstance(value, list | tuple) else [value]
        found[name] = tuple("" if word in (NO_TASK, "null") else str(getattr(word, "pk", word)) for word in words)
    return found


def cell_of_facet(name: str, column: str, read: Read) -> str:
    """An age is that of the year: of the day that a level is asked for, else of the month."""
    if name != "age":
        return f"nullif({column}, '')"
    year = str(read.last.year) if read.level and read.last else "extract(year FROM line.month)::int"
    bands = " ".join(
        f"WHEN {year} - nullif({column}, '')::int <= {most} THEN '{band}'" for band, (_, most) in AGES.items()
    )
    return f"CASE {bands} END"


def measured(question: Question, read: Read) -> list[str]:
    """A sum for each measure of the question; nought for those of other reads. Hours are rounded in each figure."""
    return [_sum(name) if name in read.measures else "0" for name in question.measures]


def _sum(name):
    total = f"coalesce(sum(line.sign * line.values[{TALLIED[name][1]}]), 0)"
    return f"round({total} / {MEASURES[name].per}.0)::bigint" if MEASURES[name].per > 1 else f"{total}::bigint"
