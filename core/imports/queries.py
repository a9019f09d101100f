"""What the pages of an import show."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from core.imports.importer import importer_of
from core.imports.judging import progress_key
from core.models import ImportBatch, ImportRow
from core.models.imports import APPLIED_VERDICTS
from core.work import LONGEST_LIST, WorkItem

WARNING = "warning"


def work_for(user):
    """Files of the user's that were read and wait for a decision."""
    for batch in ImportBatch.objects.visible_to(user).filter(state=ImportBatch.State.CHECKED)[:LONGEST_LIST]:
        importer = importer_of(batch.kind)
        yield WorkItem(
            title=batch.file_name,
            url=reverse(f"{importer.namespace}:import", args=[batch.pk]),
            action=_("Review"),
            detail=f"{importer.title} · {batch.source}",
            since=batch.touched_at,
        )


@dataclass
class Progress:
    text: str
    done: int
    whole: int = 0  # 0 while it is not known


def progress_of(batch):
    if batch.state == ImportBatch.State.UPLOADED:
        read = cache.get(progress_key(batch.pk), 0)
        return Progress(_("Being read and checked: %(done)s rows so far.") % {"done": f"{read:,}"}, read)
    whole = owed_count(batch)
    done = batch.applied + batch.refused
    words = {"done": f"{done:,}", "whole": f"{whole:,}"}
    if batch.state == ImportBatch.State.PAUSED:
        return Progress(_("Paused: %(done)s of %(whole)s rows are applied.") % words, done, whole)
    return Progress(_("Being applied: %(done)s of %(whole)s rows.") % words, done, whole)


def owed_count(batch):
    return sum(batch.totals.get(verdict, 0) for verdict in APPLIED_VERDICTS)


def counts_of(batch):
    """Rows by verdict, also those that there are none of."""
    return {verdict: batch.totals.get(verdict, 0) for verdict in ImportRow.Verdict.values}


@dataclass
class Tally:
    key: str
    label: str
    count: int


def tallies_of(batch):
    """Rows by verdict as chips: the whole, each verdict that there is, warnings, and what was refused at the end."""
    labels = {**dict(ImportRow.Verdict.choices), WARNING: _("with a warning"), "refused": _("refused when applied")}
    whole = sum(count for key, count in batch.totals.items() if key != WARNING)
    counts = {key: batch.totals.get(key, 0) for key in labels}
    counts["refused"] = batch.refused
    return [
        Tally("", _("all rows"), whole),
        *(Tally(key, label, counts[key]) for key, label in labels.items() if counts[key]),
    ]


def rows_of(batch, verdict):
    """Rows of one chip; None for a word that is no chip."""
    rows = batch.rows.all()
    if not verdict:
        return rows
    if verdict == WARNING:
        return rows.filter(has_warning=True)
    if verdict == "refused":
        return rows.exclude(refused="")
    return rows.filter(verdict=verdict) if verdict in ImportRow.Verdict.values else None


@dataclass
class Cell:
    label: str
    text: str
    problems: list = field(default_factory=list)
    before: str | None = None

    @property
    def says_something(self):
        return bool(self.text or self.problems or self.before is not None)


@dataclass
class ShownRow:
    row: ImportRow
    label: str
    cells: list
    remarks: list  # problems of no column of this file
    link: str


def table_of(importer, batch, rows):
    """The rows with each problem at its cell, and of changed cells what stood there before."""
    columns = [column for key in batch.columns if (column := importer.column(key))]
    shown = [_shown(importer, columns, row) for row in rows]
    used = [place for place in range(len(columns)) if any(row.cells[place].says_something for row in shown)]
    for row in shown:
        row.cells = [row.cells[place] for place in used]
    return {"columns": [columns[place] for place in used], "rows": shown}


def _shown(importer, columns, row):
    keys = {column.key for column in columns}
    before = {key: (old, new) for key, old, new in row.changes}
    cells = []
    for column, text in zip(columns, row.cells, strict=False):
        old, new = before.get(column.key, (None, text))
        problems = [problem for problem in row.problems if problem["column"] == column.key]
        cells.append(Cell(str(column.label), new if old is not None else text, problems, old))
    remarks = [
        problem | {"label": column.label if (column := importer.column(problem["column"])) else ""}
        for problem in row.problems
        if problem["column"] not in keys
    ]
    link = importer.link(row.target_id) if row.target_id else ""
    return ShownRow(row, row.get_verdict_display(), cells, remarks, link)
