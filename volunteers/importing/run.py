"""One file of registrations on its way in. What waits between the steps is sealed; what is shown is masked."""

import base64
from collections import Counter
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.imports.cells import BadCellError, check_text
from core.imports.importer import Judged, Run, Verdict
from core.imports.said import said
from core.locks import work_alone
from volunteers.documents import read_document
from volunteers.exchange.prepared import Frame
from volunteers.exchange.preparing import checked, prepare
from volunteers.exchange.reading import RowError
from volunteers.importing.columns import BY_KEY, COLUMN_OF
from volunteers.importing.rows import row_of
from volunteers.importing.saying import EMPTY, SWAPPED, YES_OR_NO
from volunteers.importing.words import Vocabulary
from volunteers.masking import mask_any, mask_person
from volunteers.mobiles import read_mobile
from volunteers.models import PORTAL, Delivery, Platform, PlatformAccount
from volunteers.services.deliveries import Outcome, frame_now, settle
from volunteers.vault_files import seal_bytes, unseal_bytes

NAMES = frozenset({"name", "guardian_name"})
SHOWN = frozenset({"external_id", "registered_on", "birth_date", "consented_on"})  # of a row without a fault


class RegistrationRun(Run):
    chunk = 2_000
    keeps_values = False

    def __init__(self, batch: Any, columns: Any):
        super().__init__(batch, columns)
        self.keys = [column.key for column in columns]
        self.words_known = Vocabulary()
        self.frame: Frame = frame_now(fifteen_digits=True)
        self.platform = Platform.objects.on(timezone.localdate()).filter(code=batch.source).first()
        # Of a source that counts no versions the later file is newer; as large as what platforms number by time.
        self.version = int(batch.created_at.timestamp() * 1000)
        reach = self.actor.reach
        self.places = reach.logging | reach.reviewing | reach.provinces
        is_portal = self.platform is not None and self.platform.code == PORTAL
        self.counties = reach.logging | reach.reviewing if is_portal else None

    def judge(self, rows: Any) -> list[Judged]:
        judged = []
        for number, texts in rows:
            row = Judged(number=number, cells=texts)
            given = dict(zip(self.keys, texts, strict=False))
            self._read(row, given)
            if any(texts[len(self.keys) :]):
                row.cells = [*row.cells, "…"]  # what has no heading is counted, and not shown
            judged.append(row)
        self._compare([row for row in judged if not row.verdict])
        return judged

    def _read(self, row: Judged, given: dict[str, str]) -> None:
        try:
            self._check_cells(row, given)
            sent = row_of(given, self.words_known, version=self.version, yes_or_no=said(YES_OR_NO))
            found = checked(sent, self.frame)
            self._check_reach(found.home)
        except RowError as error:
            self._refuse(row, given, error)
        else:
            row.source_id = found.external_id
            row.values = {"version": found.version, "content": found.content.hex(), "sealed": _waiting(sent)}
            row.cells = self._masked(given)

    def _check_cells(self, row: Judged, given: dict[str, str]) -> None:
        for key, text in given.items():
            try:
                check_text(text, BY_KEY[key].longest)
            except BadCellError as error:
                raise RowError(key, error.code, error.message) from error
            if not text and BY_KEY[key].required:
                raise RowError(key, "value_missing", said(EMPTY))

    def _check_reach(self, home: str) -> None:
        """Counties register their own people, provincial offices those of the province."""
        if home and home not in self.places and f"{home[:2]}0000" not in self.places:
            message = _("Your post registers people of your own county or province. Their own office imports this row.")
            raise RowError("home", "home_out_of_reach", message)

    def _refuse(self, row: Judged, given: dict[str, str], error: RowError) -> None:
        message = error.message
        if error.field in {"name", "document", "mobile"} and self._are_swapped(given):
            message = f"{message} {said(SWAPPED)}"
        row.error(COLUMN_OF.get(error.field, error.field), error.code, mask_any(message))
        row.verdict, row.values = Verdict.ERROR, None
        row.cells = [mask_person(text) if key in NAMES else mask_any(text) for key, text in given.items()]

    def _are_swapped(self, given: dict[str, str]) -> bool:
        """Whether a document or a mobile stands in the column of something else."""
        elsewhere = [text for key, text in given.items() if key != "document" and not key.startswith("guardian")]
        others = [given.get("name", ""), given.get("document", "")]
        return any(map(_is_document, elsewhere)) or any(map(_is_mobile, others))

    def _masked(self, given: dict[str, str]) -> list[str]:
        return [
            text if key in SHOWN else mask_person(text) if key in NAMES else mask_any(text)
            for key, text in given.items()
        ]

    def _compare(self, rows: list[Judged]) -> None:
        """New, changed or unchanged by what the platform's account is known to have said."""
        accounts = PlatformAccount.objects.filter(
            platform=self.platform, external_id__in=[row.source_id for row in rows]
        )
        known = {
            external_id: (version, bytes(content or b""), volunteer)
            for external_id, version, content, volunteer in accounts.values_list(
                "external_id", "source_version", "content", "volunteer"
            )
        }
        for row in rows:
            version, content, row.target_id = known.get(row.source_id, (None, b"", None))
            if version is None:
                row.verdict = Verdict.NEW
            elif row.values["version"] < version or row.values["content"] == content.hex():
                row.verdict = Verdict.SAME
            else:
                row.verdict = Verdict.CHANGED

    def prepare(self) -> None:
        if self.platform is None:
            raise ValidationError(_("This platform has ended."), code="platform_ended")
        work_alone(f"delivery of import {self.batch.pk}")  # two workers begin at once
        Delivery.objects.get_or_create(by_file=self.batch, defaults={"platform": self.platform})

    def apply(self, rows: Any) -> None:
        """As if the platform had pushed them; what is refused then is said at its row."""
        places = {row.number: row for row in rows}
        sent = [(row.number, orjson.loads(unseal_bytes(base64.b64decode(row.values["sealed"])))) for row in rows]
        good, bad = prepare(sent, self.frame)
        sent_by = {"actor": self.actor, "platform": self.platform, "counties": self.counties}
        outcome = settle(good=good, bad=bad, **sent_by)
        for answer in outcome.answers:
            row = places[answer.number]
            row.target_id = answer.volunteer or row.target_id
            row.refused = answer.message[:500] if answer.verdict == "refused" else ""
        self._count(outcome)

    def _count(self, outcome: Outcome) -> None:
        """In the transaction that wrote the rows: the sums are right wherever a worker dies."""
        delivery = Delivery.objects.select_for_update().get(by_file=self.batch)
        delivery.rows += len(outcome.answers)
        delivery.totals = dict(Counter(delivery.totals) + Counter(outcome.totals))
        delivery.codes = dict(Counter(delivery.codes) + Counter(outcome.codes))
        delivery.save(update_fields=["rows", "totals", "codes"])


def _waiting(sent: dict[str, Any]) -> str:
    return base64.b64encode(seal_bytes(orjson.dumps(sent))).decode()


def _is_document(text: str) -> bool:
    try:
        return len(text) == 18 and bool(read_document("", text, today=timezone.localdate()))
    except ValidationError:
        return False


def _is_mobile(text: str) -> bool:
    try:
        return len(text) == 11 and bool(read_mobile(text))
    except ValidationError:
        return False
