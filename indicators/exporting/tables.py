"""The free table as a file: one line of headings, with the words that define them."""

from django.utils.translation import gettext as _

from core.exports import Column, Table, facts_of
from indicators.measures import DIMENSIONS
from indicators.queries.columns import KINDS
from indicators.queries.grid import Grid, grid_of
from indicators.queries.pivot import Pivot
from indicators.queries.question import shown_measures
from indicators.queries.rule import filters_in_words, rule_beside, rule_of


def file_of(made: Pivot) -> Table:
    """All rows and columns; sums are counted by themselves, and stand last."""
    layout, grid = made.layout, grid_of(made, whole=True)
    question, columns = layout.question, layout.columns
    counting = [*rule_of(question), *rule_beside(question, columns)]
    facts = facts_of(description=filters_in_words(question), as_of=made.made.as_of, counting=counting)
    return Table(name=_("table"), columns=_columns(made, grid), rows=list(_rows(grid)), facts=facts)


def _columns(made, grid):
    layout = made.layout
    meanings = [str(entry.meaning) for entry in shown_measures(layout.question)]
    each = [text for meaning in meanings for text in (meaning, *(str(KINDS[kind][1]) for kind in layout.columns.kinds))]
    words = [Column(str(DIMENSIONS[name].label), str(DIMENSIONS[name].meaning), width=20) for name in layout.rows]
    words = words or [Column(_("row"), _("The total, counted once."), width=24)]
    return words + [Column(cell.heads, each[place % len(each)], width=16) for place, cell in enumerate(grid.foot.cells)]


def _rows(grid: Grid):
    for row in grid.rows:
        yield [*row.labels, *map(_cell, row.cells)]
    blank = [""] * (len(grid.corner) - 1)
    yield [_("Total (counted once)"), *blank, *map(_cell, grid.foot.cells)]


def _cell(cell):
    return cell.text if cell.value is None else cell.value
