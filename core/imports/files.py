"""Whether a file may be opened at all: its size and what a workbook would unpack to. Nothing is unpacked here."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000
MOST_PARTS = 2_000
MOST_RATIO = 200  # a sheet of text packs to a tenth; a bomb to a thousandth
SMALL_PART = MEGABYTE
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Limits:
    """What a file of one importer may be at most: its bytes, packed and unpacked, its rows, and what reading it takes
    (seconds of processor time, bytes of memory).
    """

    size: int = 50 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    rows: int = 200_000
    seconds: int = 60
    memory: int = 2 * 1024**3


ORDINARY = Limits()


def kind_of(file: Any, name: str, limits: Limits = ORDINARY) -> str:
    """ "csv" or "xlsx" by the content, not by the name; ValidationError for what cannot be a table."""
    if file.size > limits.size:
        message = _("The file is larger than %(most)d MB. Split it, for example by year.")
        raise ValidationError(message, code="file_too_large", params={"most": limits.size // MEGABYTE})
    if not file.size:
        raise ValidationError(_("The file is empty."), code="file_is_empty")
    file.seek(0)
    beginning = file.read(8)
    if beginning.startswith(b"PK"):
        _check_parts(file, limits)
        return "xlsx"
    ending = PurePath(name).suffix.lower()
    if beginning.startswith(OLD_WORKBOOK) or ending == ".xls":
        message = _("This is a workbook of the old kind (.xls) or one with a password. Save it as .xlsx without one.")
        raise ValidationError(message, code="file_is_old_workbook")
    if ending not in {".csv", ".txt", ".tsv"}:
        raise ValidationError(
            _("“%(name)s” is neither a workbook (.xlsx) nor a CSV file (.csv)."),
            code="file_is_no_table",
            params={"name": name[:100]},
        )
    return "csv"


def _check_parts(file: Any, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _no_workbook() from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise _no_workbook()
    packed_tight = any(
        part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MOST_PARTS or packed_tight or sum(part.file_size for part in parts) > limits.unpacked:
        message = _(
            "Unpacked, the workbook is larger than %(most)d MB. Usually empty rows with a format are the reason: "
            "select the rows below the data, delete them, save, and upload again."
        )
        raise ValidationError(message, code="workbook_too_large", params={"most": limits.unpacked // MEGABYTE})


def _no_workbook() -> ValidationError:
    message = _("The file is called a workbook but cannot be read as one. Open it, save it as .xlsx, and upload again.")
    return ValidationError(message, code="file_is_no_workbook")
