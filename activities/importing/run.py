"""One file of activities on its way in."""

from django.utils.translation import gettext as _

from activities.importing import writing
from activities.importing.checking import Checker
from activities.importing.columns import BY_KEY
from activities.importing.comparing import LastImported, compared_keys, differing, records_of, values_of
from activities.importing.reading import Notes, RowReader
from activities.importing.showing import text_of
from activities.importing.vocabulary import NAMED_THINGS, Vocabulary
from activities.models import Activity
from activities.models.activity import EDITABLE_STATES
from core.imports.cells import many
from core.imports.importer import Judged, Run, Verdict

State = Activity.State


class ActivityRun(Run):
    def __init__(self, batch, columns):
        super().__init__(batch, columns)
        self.keys = [column.key for column in columns]
        self.compared = compared_keys(columns)
        self.known, self.notes = Vocabulary(), Notes()
        self.checker = Checker(self.known, self.may_lead)

    def may_lead(self, code):
        """Whether the uploader logs records that this region leads."""
        reach, province = self.actor.reach, self.known.regions[code].province_code
        own = reach.logging | reach.provinces
        return reach.corridor_office or code in own or province in own

    def judge(self, rows):
        judged = [Judged(number=number, cells=cells) for number, cells in rows]
        given = [dict(zip(self.keys, row.cells, strict=False)) for row in judged]
        self._learn_names(given)
        for row, cells in zip(judged, given, strict=True):
            self._read(row, cells)
        self._compare([row for row in judged if not row.verdict])
        return judged

    def _learn_names(self, given):
        for key in NAMED_THINGS:
            if key in self.keys:
                self.known.learn(key, {name for cells in given for name in many(cells[key])} - {""})

    def _read(self, row, cells):
        row.source_id = cells["id"][: BY_KEY["id"].longest]
        if not row.source_id:
            row.error("id", "cell_empty", _("This cell must not be empty."))
        row.values = RowReader(row, cells, self.known, self.words, self.notes).read()
        if row.values is not None:
            self.checker.check(row, row.values, cells)
        if row.has_error:
            row.verdict = Verdict.ERROR

    def _compare(self, rows):
        records = records_of(self.batch.source, [row.source_id for row in rows])
        ids = [record.pk for record in records.values()]
        mine = set(Activity.objects.manageable_by(self.actor).filter(pk__in=ids).values_list("pk", flat=True))
        last = LastImported(self.batch.kind, ids, self.known) if ids else None
        for row in rows:
            if (record := records.get(row.source_id)) is None:
                row.verdict = Verdict.NEW
            elif record.pk not in mine:
                message = _("This source and number belong to a record of another county. Choose another source name.")
                row.error("id", "record_of_another", message)
                row.verdict = Verdict.ERROR
            else:
                self._compare_one(row, record, last.of(record))

    def _compare_one(self, row, record, base):
        """Of what the file says anew, what the record does not say yet; not what people changed in the portal."""
        row.target_id, row.target_version = record.pk, record.version
        now = values_of(record)
        changed = differing(self.compared, row.values, now)
        touched = []
        if base is not None:
            changed = [key for key in changed if row.values[key] != base.get(key)]
            touched = differing(self.compared, now, base)
        row.verdict = Verdict.CHANGED if changed else Verdict.SAME
        if not changed:
            return
        row.changes = [[key, text_of(self.known, key, now), text_of(self.known, key, row.values)] for key in changed]
        if record.state not in EDITABLE_STATES:
            row.verdict = Verdict.ERROR
            row.error("id", "record_not_open", _why_not_open(record))
        elif both := [key for key in changed if key in touched]:
            row.verdict = Verdict.CONFLICT
            for key in both:
                message = _("Changed in the portal since the last import, to “%(now)s”. Settle it in the record.")
                row.warn(key, "changed_on_both_sides", message % {"now": text_of(self.known, key, now)})
        elif touched:
            labels = ", ".join(str(BY_KEY[key].label) for key in touched)
            message = _("Changed in the portal since the last import: %(columns)s. That stays.")
            row.warn("id", "changed_in_the_portal", message % {"columns": labels})

    def prepare(self):
        writing.make_named_things(self.batch, self.actor)

    def apply(self, rows):
        writing.write_rows(self, rows)


def _why_not_open(record):
    if record.state == State.VERIFIED:
        return _("The record is verified. A reviewer re-opens it first.")
    if record.state == State.SUBMITTED:
        return _("The record waits for a reviewer, who returns it first.")
    return _("The record is part of another one.")
