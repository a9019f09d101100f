"""An answer as a table for CSV and XLSX, with the words that define each column."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.exports import Column, Table, facts_of
from indicators.measures import DIMENSIONS
from indicators.queries.columns import KINDS
from indicators.queries.cube import Cube, Line
from indicators.queries.question import shown_measures
from indicators.queries.rule import filters_in_words, rule_beside, rule_of


def table_of(made: Cube) -> Table:
    """Each dimension as code and label, each measure and what stands beside it; the rest and the total last.

    The total is not the sum of the rows.
    """
    question = made.question
    columns = []
    for name in question.by:
        entry = DIMENSIONS[name]
        code = _("%(dimension)s (code)") % {"dimension": entry.label}
        columns += [Column(code, _("Code of: %(meaning)s") % {"meaning": entry.meaning})]
        columns += [Column(str(entry.label), str(entry.meaning), width=20)]
    if not question.by:
        columns.append(Column(_("row"), _("The total, counted once."), width=24))
    columns += list(_figure_columns(made))
    counting = [*rule_of(question), *rule_beside(question, made.columns)]
    facts = facts_of(description=filters_in_words(question), as_of=made.as_of, counting=counting)
    return Table(name=_("statistics"), columns=columns, rows=list(_rows(made)), facts=facts)


def _figure_columns(made: Cube) -> Iterator[Column]:
    for measure in shown_measures(made.question):
        yield Column(str(measure.label), str(measure.meaning))
        for kind in made.columns.kinds:
            label, meaning = KINDS[kind]
            heading = _("%(measure)s: %(column)s") % {"measure": measure.label, "column": label}
            yield Column(heading, str(meaning))


def _rows(made: Cube) -> Iterator[list[Any]]:
    for line in made.lines:
        words = [
            cell
            for name, code in zip(made.question.by, line.codes, strict=True)
            for cell in (code or "", made.labels[name][code])
        ]
        yield [*words, *_cells(made, line)]
    blank = [""] * (2 * len(made.question.by) - 1) if made.question.by else []
    if made.rest:
        yield [_("The rest (%(rows)d rows)") % {"rows": made.left_out}, *blank, *_cells(made, made.rest)]
    yield [_("Total (counted once)"), *blank, *_cells(made, made.total)]


def _cells(made: Cube, line: Line) -> Iterator[Any]:
    for measure in shown_measures(made.question):
        left_out = line is made.rest and measure.name in made.not_additive
        unknown = _("does not add up") if left_out else _("hidden")
        value = line.values[measure.name]
        yield unknown if value is None else value
        for kind in made.columns.kinds:
            beside = line.beside[kind][measure.name]
            yield (unknown if kind == "before" else "") if beside is None else beside
