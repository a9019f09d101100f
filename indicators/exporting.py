"""An answer as a table for CSV and XLSX, with the words that define each column."""

from django.utils.translation import gettext as _

from core.exports import Column, Table, facts_of
from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries import Answer
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.rule import filters_in_words, rule_of


def table_of(made: Answer) -> Table:
    """Each dimension as code and label, each measure; the total last, because it is not the sum of the rows."""
    question = made.question
    columns = []
    for name in question.by:
        entry = DIMENSIONS[name]
        code = _("%(dimension)s (code)") % {"dimension": entry.label}
        columns += [Column(code, _("Code of: %(meaning)s") % {"meaning": entry.meaning})]
        columns += [Column(str(entry.label), str(entry.meaning), width=20)]
    columns += [Column(str(MEASURES[name].label), str(MEASURES[name].meaning)) for name in question.measures]
    if not question.by:
        columns.insert(0, Column(_("row"), _("The total, counted once."), width=24))
    facts = facts_of(description=filters_in_words(question), as_of=made.as_of, counting=rule_of(question))
    return Table(name=_("statistics"), columns=columns, rows=list(_rows(made)), facts=facts)


def _rows(made):
    labels = labels_of(made)
    for row in sorted_rows(made, labels):
        words = [
            cell
            for name, code in zip(made.question.by, row.codes, strict=True)
            for cell in (code or "", labels[name][code])
        ]
        yield [*words, *map(_cell, row.values.values())]
    blank = [""] * (2 * len(made.question.by) - 1) if made.question.by else []
    yield [_("Total (counted once)"), *blank, *map(_cell, made.total.values())]


def _cell(value):
    return _("hidden") if value is None else value
