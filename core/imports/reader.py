"""The program that opens an uploaded file, in a process of its own with little memory and little time.

``python -m core.imports.reader FILE csv|xlsx ROWS SECONDS BYTES`` prints JSON lines: lists of rows
``[number, [cell, …]]``, at the end ``{"end": true}`` or ``{"refused": code, …}``. A spreadsheet can be made to ask for
more memory than any machine has, and the library then ends its process: this one, not the worker. Imports nothing of
the portal. What it may take at most (rows, seconds of processor time, bytes of memory) is the importer's to say.
"""

import codecs
import csv
import datetime as dt
import io
import re
import resource
import sys
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

import orjson

MOST_COLUMNS = 200
LONGEST_CELL = 10_000  # what is longer is cut and marked; every column's own limit is lower
ROWS_A_LINE = 500
PIECE = 1 << 20
EXACT = 10**15
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNREADABLE_MARK = "\ufffd"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # a part with a password; NotImplementedError is one too
)


class RefusedError(Exception):
    def __init__(self, code, **params):
        super().__init__(code)
        self.answer = {"refused": code, **params}


def main():
    path, kind = sys.argv[1:3]
    most_rows, seconds, memory = map(int, sys.argv[3:6])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _write(csv_rows(path) if kind == "csv" else xlsx_rows(path), most_rows)
        _say({"end": True})
    except RefusedError as refused:
        _say(refused.answer)
    except MemoryError:
        _say({"refused": "file_too_large_to_read"})


def _write(rows, most_rows):
    """Rows that hold something, a few hundred a line."""
    taken, count = [], 0
    for number, cells in rows:
        if not any(cells):
            continue
        count += 1
        if count > most_rows + 1:  # the first one is the header
            raise RefusedError("file_has_too_many_rows", most=most_rows)
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise RefusedError("file_has_too_many_columns", most=MOST_COLUMNS)
        taken.append([number, cells[:MOST_COLUMNS]])
        if len(taken) == ROWS_A_LINE:
            _say(taken)
            taken = []
    if taken:
        _say(taken)


def _say(value):
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")


def csv_rows(path):
    csv.field_size_limit(2**31 - 1)
    with Path(path).open("rb") as file:
        encoding = encoding_of(file)
    with Path(path).open(encoding=encoding, newline="") as text:
        delimiter = delimiter_of(text)
        text.seek(0)
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter), start=1):
            yield number, [clean(cell) for cell in cells]


def decoded(raw):
    return raw.decode(encoding_of(io.BytesIO(raw)))


def encoding_of(file):
    """UTF-8 with or without its mark, UTF-16 with its mark, else GB18030 (which holds GBK and GB2312)."""
    marked = file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    line = 0
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        line = undecodable_line(file, encoding)
        if not line:
            return encoding
    raise RefusedError("file_encoding_unknown", line=line)


def undecodable_line(file, encoding):
    """The first line that does not decode, 0 when all do; a piece at a time, whatever the size of the file."""
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
    file.seek(0)
    while True:
        piece = file.read(PIECE)
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            # Its bytes begin with what was left of the piece before, which ended inside a character.
            return lines + error.object.count(b"\n", 0, error.start) + 1
        if not piece:
            return 0
        lines += piece.count(b"\n")


def delimiter_of(text):
    """Whichever of comma and tab takes the first line apart into more cells."""
    first = next((line for line in text if line.strip()), "")
    return max(",\t", key=lambda delimiter: len(next(csv.reader([first], delimiter=delimiter), [])))


def xlsx_rows(path):
    from python_calamine import CalamineError, CalamineWorkbook

    refuse_formulas_without_values(path)
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise RefusedError("file_is_no_workbook") from error
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, before + [text_of(cell) for cell in cells]


def text_of(value):
    """A cell as the text that a person would have typed into a CSV file."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # From sixteen digits on the last ones are made up: 4.4e+17 says so, 440000000000000000 would not.
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return clean(str(value))


def clean(text):
    text = text.strip()
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL] + "…"
    return text if text.isprintable() else UNREADABLE.sub(UNREADABLE_MARK, text)


def refuse_formulas_without_values(path):
    """A formula that no program has calculated reads as an empty cell: it would be lost without a word."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_first_sheet(archive)) as sheet:
            rest = b""
            while piece := sheet.read(1 << 20):
                piece = rest + piece
                if b"<f" in piece and (found := FORMULA_WITHOUT_VALUE.search(piece)):
                    raise RefusedError("formula_without_value", cell=found[1].decode())
                rest = piece[-2000:]
    except BROKEN_ARCHIVE as error:
        raise RefusedError("file_is_no_workbook") from error


def _first_sheet(archive):
    """The name of the part that holds the first sheet."""
    book = ElementTree.fromstring(_small_part(archive, "xl/workbook.xml"))  # noqa: S314 (expat limits expansion)
    keys = [sheet.get(f"{RELATIONS}id") for sheet in book.iter() if sheet.tag.endswith("}sheet")]
    relations = ElementTree.fromstring(_small_part(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = {relation.get("Id"): relation.get("Target", "") for relation in relations}[keys[0]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _small_part(archive, name):
    with archive.open(name) as part:
        body = part.read(1_000_000)
        if part.read(1):
            raise ValueError(name)
    return body


if __name__ == "__main__":
    main()
