"""One day file on its way in."""

import json

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from core.imports.importer import Judged, Run, Verdict
from venues.lending.reading import TransactionReader
from venues.models import LibraryMovement
from venues.services.movements import DIFFERS, SAME, Movement, compare_movements, open_delivery, take_movements

WARN = "UPDATE core_importrow SET has_warning = true, problems = problems || %s::jsonb WHERE id = ANY(%s)"


class LendingRun(Run):
    chunk = 10_000  # some seconds; a push waits for it

    def __init__(self, batch, columns):
        super().__init__(batch, columns)
        self.keys = [column.key for column in columns]
        self.reader = TransactionReader(self.actor)
        self.delivery = None

    def judge(self, rows):
        judged = [Judged(number=number, cells=cells) for number, cells in rows]
        for row in judged:
            self._read(row)
        read = [row for row in judged if not row.verdict]
        known = compare_movements([Movement(*row.values) for row in read])
        for row, word in zip(read, known, strict=True):
            row.verdict = {"": Verdict.NEW, SAME: Verdict.SAME, DIFFERS: Verdict.CONFLICT}[word]
            if word == DIFFERS:
                row.warn("number", "transaction_differs", differs())
        return judged

    def _read(self, row):
        given = dict(zip(self.keys, row.cells, strict=False))
        movement = self.reader.read(given, row.error)
        row.source_id = f"{given.get('library', '')} {given.get('number', '')}"[:100]
        if movement is None:
            row.verdict = Verdict.ERROR
        else:
            row.values = list(movement)

    def prepare(self):
        self.delivery = open_delivery(actor=self.actor, batch=self.batch)

    def apply(self, rows):
        """A transaction that somebody sent meanwhile in other words changes nothing; its row says so."""
        if any(row.values[0] not in self.reader.members.own for row in rows):
            message = _("Your post does not report the lending of this library any more.")
            raise ValidationError(message, code="library_out_of_reach")
        taken = take_movements(
            actor=self.actor, delivery=self.delivery, movements=[Movement(*row.values) for row in rows]
        )
        ids = _ids(rows)
        asides = {}
        for row, verdict in zip(rows, taken.verdicts, strict=True):
            row.target_id = ids.get((row.values[0], row.values[1]))
            if verdict == DIFFERS:
                row.refused = differs()
            elif verdict not in {"", SAME}:
                asides.setdefault(verdict, []).append(row.pk)
        _say(asides)


def differs():
    return _("This library sent this transaction before, and it said something else. The first one stands.")


def _ids(rows):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT library_id, number, id FROM venues_librarymovement"
            " JOIN unnest(%s::bigint[], %s::text[]) AS sent (library_id, number) USING (library_id, number)",
            [[row.values[0] for row in rows], [row.values[1] for row in rows]],
        )
        return {(library, number): pk for library, number, pk in cursor}


def _say(asides):
    """On each row that is kept aside, why; the rows of a reason in one statement."""
    with connection.cursor() as cursor:
        for reason, keys in asides.items():
            label = str(LibraryMovement.Aside(reason).label)
            message = _("Kept aside: %(reason)s. It counts once the missing transactions are here.")
            problem = {"column": "", "level": "warning", "code": reason, "message": message % {"reason": label}}
            cursor.execute(WARN, [json.dumps([problem]), keys])
