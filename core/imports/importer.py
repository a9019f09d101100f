"""What an app brings to import its rows: an ``Importer``, and a ``Run`` of it for one file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.apps import apps
from django.db import DatabaseError
from django.utils.translation import gettext as _

from core.imports.columns import Column
from core.imports.files import ORDINARY, Limits
from core.models import ImportRow

Verdict = ImportRow.Verdict
MOST_WORDS = 300  # unknown words of one kind that a page asks about
REST = "*"  # stands for all words that have no decision of their own
CREATE, LEAVE, MAP = "create", "leave", "map"


@dataclass
class Judged:
    """One row with its verdict; the words for ImportRow."""

    number: int
    cells: list[str]
    source_id: str = ""
    verdict: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    values: dict[str, Any] | None = None
    changes: list[list[Any]] = field(default_factory=list)
    target_id: int | None = None
    target_version: int | None = None

    def error(self, column: str, code: str, message: str) -> None:
        self.problems.append({"column": column, "level": "error", "code": code, "message": message})

    def warn(self, column: str, code: str, message: str) -> None:
        self.problems.append({"column": column, "level": "warning", "code": code, "message": message})

    @property
    def has_error(self) -> bool:
        return any(problem["level"] == "error" for problem in self.problems)

    @property
    def has_warning(self) -> bool:
        return any(problem["level"] == "warning" for problem in self.problems)


@dataclass(frozen=True)
class WordField:
    """A column whose unknown words the uploader decides once each.

    ``choices(word, user)`` gives (value, label) pairs that the word may mean. ``create`` and ``leave`` are the words on
    the choice to make a new one, and to do without (empty: no such choice).
    """

    label: Any
    choices: Callable[[str, Any], Iterable[tuple[str, Any]]]
    create: Any = ""
    leave: Any = ""


class Words:
    """The unknown words of a file, and what was decided about them."""

    def __init__(self, decisions: dict[str, dict[str, str]]):
        self.decisions = decisions
        self.found: dict[str, dict[str, dict[str, Any]]] = {}

    def decision(self, column: str, word: str, number: int, day: Any) -> tuple[str, str]:
        """What is to be done ("map", "create", "leave", or "" while undecided) and, for "map", with what."""
        seen = self.found.setdefault(column, {}).setdefault(word, {"rows": 0, "row": number, "first": None})
        seen["rows"] += 1
        if day is not None:
            seen["first"] = min(filter(None, [seen["first"], day.isoformat()]))
        decided = self.decisions.get(column, {})
        what, _colon, which = decided.get(word, decided.get(REST, "")).partition(":")
        return what, which


class Run:
    """One file on its way through an importer. ``columns`` are those of the file, in its order.

    ``chunk``: how many rows are applied in one transaction. ``keeps_values``: whether the next file is compared with
    what a row meant; else it goes as soon as the row is applied.
    """

    chunk: ClassVar[int] = 1_000
    keeps_values: ClassVar[bool] = True

    def __init__(self, batch: Any, columns: Sequence[Column]):
        self.batch, self.columns, self.actor = batch, columns, batch.created_by
        self.words = Words(batch.decisions)

    def judge(self, rows: Sequence[tuple[int, list[str]]]) -> list[Judged]:
        """A verdict for each row, in a fixed number of queries."""
        raise NotImplementedError

    def prepare(self) -> None:
        """What must be there before the first row is applied. May run more than once, also at once."""

    def apply(self, rows: Sequence[ImportRow]) -> None:
        """Write the rows and set their ``target_id``: all of them, or an exception. Runs inside a transaction."""
        raise NotImplementedError

    def words_for(self, error: DatabaseError) -> str:
        """What the constraint that refused a row says to people."""
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for model in apps.get_models():
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    return str(constraint.get_violation_error_message())
        return _("The database refused the row: %(reason)s") % {"reason": str(error).splitlines()[0][:200]}


class Importer:
    """Subclasses say what they bring; one instance is registered."""

    kind: ClassVar[str]
    namespace: ClassVar[str]  # of the routes that ``core.imports.urls.routes`` made
    title: Any
    columns: ClassVar[tuple[Column, ...]]
    word_fields: ClassVar[dict[str, WordField]] = {}
    run: ClassVar[type[Run]]
    limits: ClassVar[Limits] = ORDINARY
    # Whether what stands in a cell may be repeated in what is said about it: not where cells hold people's numbers.
    quotes_cells: ClassVar[bool] = True

    def may_import(self, user: Any) -> bool:
        raise NotImplementedError

    def link(self, target_id: int) -> str:
        """The address of the record that a row became."""
        raise NotImplementedError

    def kept(self, file: Any, table_kind: str) -> Any:
        """What is stored of an uploaded file ("csv" or "xlsx"); ValidationError for one that may not be stored.

        An importer whose files hold what nobody may keep takes it out here.
        """
        return file

    def opened(self, stored: Any) -> Any:
        """What ``kept`` stored, as the file that was uploaded; something with ``read(size)``."""
        return stored

    def sources(self, user: Any) -> list[tuple[str, str]]:
        """Where rows may come from, as pairs of value and label; empty: the uploader writes it."""
        return []

    def forget(self, batch: Any) -> None:
        """Called when every row is applied or refused, and again when a worker died right after: what is not needed
        any more may go.
        """

    def definitions(self) -> list[tuple[str, str, str]]:
        """More lines for the sheet of definitions, for example the words that a column knows."""
        return []

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Called from ``AppConfig.ready()``."""
    _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    return _importers[kind]
