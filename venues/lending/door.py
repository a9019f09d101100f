"""An uploaded day file before it is stored: readers' numbers become hashes, line by line, in memory.

So neither the stored file, nor the rows that an import keeps, nor their pages ever held a number. A file whose header
or lines do not fit is refused whole: where a column has slipped, a number may stand under any heading.
"""

import csv
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.imports.columns import match_header
from core.imports.reader import RefusedError, clean, decoded, delimiter_of
from core.imports.reading import refusal
from venues.lending.columns import COLUMNS
from venues.lending.readers import hash_of


def without_numbers(file, table_kind):
    """The same table as CSV in UTF-8, with hashes where numbers stood."""
    if table_kind != "csv":
        message = _("Day files are CSV. A workbook would be stored with the readers' numbers in it.")
        raise ValidationError(message, code="day_file_is_csv")
    try:
        text = decoded(file.read())
    except RefusedError as error:
        raise refusal(**error.answer) from error
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(io.StringIO(text)))
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows(_hashed(lines))
    return ContentFile(made.getvalue().encode(), name=file.name)


def _hashed(lines):
    header = next(lines, [])
    columns = [column.key for column in match_header(COLUMNS, [clean(cell) for cell in header])]
    places = {key: place for place, key in enumerate(columns)}
    reader, home = places.get("reader"), places.get("home")
    yield columns
    for number, cells in enumerate(lines, start=2):
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            message = _("Line %(line)s has more cells than the header, so a reader's number may stand anywhere in it.")
            raise ValidationError(message, code="line_does_not_fit", params={"line": number})
        fitted = (cells + [""] * len(columns))[: len(columns)]
        if reader is not None:
            fitted[reader] = hash_of(clean(fitted[home]) if home is not None else "", fitted[reader])
        yield fitted
