"""Bring the data files of this app into the database: what changed in a file is applied, what changed here is kept.

``LoadedRow`` remembers what each row of a file said when it was last applied. A row that says the same again is left
alone, also where people changed the record in the portal since. Of a changed row only the changed cells are applied.
"""

import csv
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from belts.models import LoadedRow
from belts.services.sources import SOURCES
from core.locks import work_alone

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass
class Report:
    """What one run did: a line for each row that is not as it was before."""

    lines: list[str] = field(default_factory=list)
    rows: int = 0
    added: int = 0
    changed: int = 0
    kept: int = 0
    missing: int = 0
    made: dict[type, set] = field(default_factory=dict)  # keys of the records that this run added


def load_corridor(*, actor=None, folder=DATA):
    """Apply every file of ``folder``, or nothing when one row cannot be used."""
    return load_files(name="corridor", sources=SOURCES, actor=actor, folder=folder)


@transaction.atomic
def load_files(*, name, sources, folder, actor=None):
    """The same for files of other apps: ``sources`` in the order in which their rows need each other."""
    work_alone(f"load {name}")
    report = Report()
    for source in sources:
        _Run(source, actor, report).apply(_read(Path(folder) / source.file, source.columns))
    return report


def _read(path, columns):
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if lacking := sorted(set(columns) - set(reader.fieldnames or [])):
            raise ValidationError(f"{path.name}: lacks {', '.join(lacking)}", code="bad_data_file")
        return [{name: (row[name] or "").strip() for name in columns} for row in reader]


class _Run:
    def __init__(self, source, actor, report):
        self.source, self.actor, self.report = source, actor, report
        self.before = {row.key: row for row in LoadedRow.objects.filter(file=source.name)}
        self.records = source.model.objects.in_bulk([row.target for row in self.before.values()])
        self.made = report.made.setdefault(source.model, set())  # a file that is read twice adds, then completes

    def apply(self, rows):
        seen = set()
        for number, cells in enumerate(rows, start=2):
            try:
                seen.add(self._apply_row(cells, seen))
            except (ValidationError, ObjectDoesNotExist, ValueError, ArithmeticError) as error:
                reasons = error.messages if isinstance(error, ValidationError) else [str(error) or type(error).__name__]
                place = f"{self.source.file}, line {number}"
                raise ValidationError(f"{place}: {' '.join(reasons)}", code="bad_data_file") from error
        if not self.source.only_narrows:
            self._report_missing(seen)

    def _apply_row(self, cells, seen):
        key = self.source.key(cells)
        if key in seen and self.source.repeats:
            key = next(again for again in (f"{key} ({turn})" for turn in count(2)) if again not in seen)
        if key in seen:
            raise ValidationError(f"{key} stands in the file twice.", code="bad_data_file")
        before = self.before.get(key)
        values = self.source.values(cells)
        record = self._record(before, values)
        now = self.source.of(record) if record else {}
        fresh = {name for name in cells if before is None or before.cells.get(name) != cells[name]}
        wanted = now | {name: values[name] for name in values if name in fresh or record is None}
        if self.source.only_narrows and not (record and self.source.narrows(now, wanted)):
            return key
        self._count(key, record, now, wanted, values)
        if record is None or wanted != now:
            is_new = record is None
            record = self.source.save(self.actor, record, wanted)
            if is_new:
                self.made.add(record.pk)
        if fresh and not self.source.only_narrows:
            self._remember(key, cells, record)
        return key

    def _record(self, before, values):
        if before is None:
            return self.source.find(values)
        primary_key = self.source.model._meta.pk.to_python(before.target)
        return self.records.get(primary_key)

    def _count(self, key, record, now, wanted, values):
        name = f"{self.source.name} {key}"
        self.report.rows += 1
        if record is None:
            self.report.added += 1
            self.report.lines.append(f"added: {name}")
        elif wanted != now and record.pk not in self.made:
            self.report.changed += 1
            cells = [f"{cell} {_said(now[cell])} → {_said(wanted[cell])}" for cell in _unlike(wanted, now)]
            self.report.lines.append(f"changed: {name}: {'; '.join(cells)}")
        if kept := _unlike(values, wanted):
            self.report.kept += 1
            cells = [f"{cell} {_said(wanted[cell])}, file {_said(values[cell])}" for cell in kept]
            self.report.lines.append(f"kept as changed in the portal: {name}: {'; '.join(cells)}")

    def _remember(self, key, cells, record):
        row = self.before.get(key) or LoadedRow(file=self.source.name, key=key)
        row.cells, row.target = cells, str(record.pk)
        row.save()

    def _report_missing(self, seen):
        for key in sorted(set(self.before) - seen):
            self.report.missing += 1
            self.report.lines.append(f"missing in the file, left as it is: {self.source.name} {key}")


def _unlike(values, others):
    return [name for name in values if values[name] != others[name]]


def _said(value):
    return "nothing" if value in (None, "") else str(value)
