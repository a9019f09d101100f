"""Tables as files: CSV that spreadsheet programs open rightly, XLSX with a sheet that says what each column means.

A cell is what a person typed, so none of it may act as a formula when the file is opened.
"""

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

FORMATS = ("csv", "xlsx")
MOST_ROWS = 100_000
LONGEST_CELL = 32_767  # of an XLSX string
LONGEST_FOOT = 120  # of a printed page: 255 are allowed, in which each & counts twice
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What spreadsheet programs take for the beginning of a formula, with the full-width forms that some of them accept.
_ACTIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.]\d+)?")


@dataclass(frozen=True)
class Column:
    """One column: its heading, and what stands in it. ``value`` takes a row; tables of ready cells leave it out."""

    label: str
    meaning: str
    value: Callable[[Any], Any] | None = None
    width: int = 14


@dataclass(frozen=True)
class Table:
    """What goes into a file. ``facts`` are (name, text) lines of the definitions: filter, as of, rule of counting.

    ``mark`` says whose copy this is: it stands below the rows, and at the foot of every printed page of a workbook.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    facts: Sequence[tuple[str, str]] = ()
    mark: str = ""

    def cells(self) -> Iterator[list[Any]]:
        for row in self.rows:
            yield [column.value(row) if column.value else row[place] for place, column in enumerate(self.columns)]


def facts_of(
    *, description: str, as_of: dt.datetime, counting: Sequence[str], more: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    """What stands above the columns in the definitions: the filters in words, the moment, each rule of counting."""
    rules = [(_("Counting") if place == 0 else "", sentence) for place, sentence in enumerate(counting)]
    return [(_("Filters"), description), (_("As of"), to_the_minute(as_of)), *more, *rules]


def to_the_minute(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def check_format(given: str) -> str:
    if given not in FORMATS:
        message = _("“%(format)s” is not a format of this export. Allowed: %(allowed)s.")
        params = {"format": given, "allowed": ", ".join(FORMATS)}
        raise ValidationError({"format": ValidationError(message, code="invalid_choice", params=params)})
    return given


def check_size(rows: QuerySet[Any], most: int = MOST_ROWS) -> int:
    """How many rows there are; ValidationError (``too_many_rows``) when they are more than ``most``."""
    return refuse_more(rows.order_by()[: most + 1].count(), most)


def refuse_more(count: int, most: int = MOST_ROWS) -> int:
    """ValidationError (``too_many_rows``) when ``count`` is more than ``most``."""
    if count > most:
        message = _(
            "An export holds at most %(most)s rows, and these filters find more. Narrow them, for example by year."
        )
        raise ValidationError(message, code="too_many_rows", params={"most": f"{most:,}"})
    return count


def answer(table: Table, file_format: str) -> HttpResponseBase:
    """The file as a download, in pieces; nothing of it is kept."""
    if file_format == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(table), content_type=CSV_TYPE)
    else:
        response = FileResponse(xlsx_file(table), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(table.name)}.{file_format}"
    response["Cache-Control"] = "private, no-store"
    return response


class _Line:
    """What csv writes into; gives the line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(table: Table) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, without which spreadsheet programs take Chinese for something else."""
    writer = csv.writer(_Line())
    yield "\ufeff".encode() + writer.writerow([_csv_cell(column.label) for column in table.columns]).encode()
    for cells in table.cells():
        yield writer.writerow([_csv_cell(cell) for cell in cells]).encode()
    if table.mark:
        yield writer.writerow([harmless(table.mark)]).encode()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or isinstance(value, int | float | Decimal):
        return value
    return harmless(_text(value))


def harmless(text: str) -> str:
    """An apostrophe in front of what a spreadsheet program would run; plain numbers stay as they are."""
    return f"'{text}" if _ACTIVE.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return to_the_minute(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def xlsx_file(table: Table) -> Any:
    """A temporary file, at its beginning; rows are written as they come, so memory does not grow with them."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(made, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#F3E3E4", "border": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        rows, definitions = book.add_worksheet(_("Rows")), book.add_worksheet(_("Definitions"))
        _write_rows(rows, table, head, moment)
        _write_definitions(definitions, table, head)
        for sheet in (rows, definitions) if table.mark else ():
            sheet.set_footer(table.mark[:LONGEST_FOOT].replace("&", "&&"))  # a lone & is a command there
    made.seek(0)
    return made


def _write_rows(sheet: Any, table: Table, head: Any, moment: Any) -> None:
    number = 0
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.label), head)
    for number, cells in enumerate(table.cells(), 1):
        for place, cell in enumerate(cells):
            _write_cell(sheet, number, place, cell, moment)
    if table.mark:
        sheet.write_string(number + 1, 0, table.mark[:LONGEST_CELL])


def _write_cell(sheet: Any, row: int, place: int, value: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _("yes") if value else _("no"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value)
    else:
        sheet.write_string(row, place, _text(value)[:LONGEST_CELL])


def _write_definitions(sheet: Any, table: Table, head: Any) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    lines = [*table.facts, ("", ""), (_("Column"), _("Meaning"))]
    lines += [(column.label, column.meaning) for column in table.columns]
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, str(name), head if name else None)
        sheet.write_string(number, 1, str(text))
