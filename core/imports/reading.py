"""The rows of a batch's file: starts ``core.imports.reader``, matches the header, says in words what is wrong."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from core.imports import files
from core.imports.importer import importer_of

ReadRow = tuple[int, list[str]]  # the row's number in the file, its cells


def rows_of(batch: Any) -> Iterator[list[ReadRow]]:
    """Lists of rows, the header first; ValidationError when the file cannot be read."""
    importer = importer_of(batch.kind)
    with tempfile.NamedTemporaryFile() as copy:
        with batch.file.open("rb") as stored:
            shutil.copyfileobj(importer.opened(stored), copy, 1 << 20)
        copy.flush()
        kind = files.kind_of(File(copy), batch.file_name, importer.limits)
        yield from _read(copy.name, kind, importer.limits)


def _read(path: str, kind: str, limits: files.Limits) -> Iterator[list[ReadRow]]:
    with _reader(path, kind, limits) as reader:
        for line in reader.stdout:
            said = orjson.loads(line)
            if isinstance(said, list):
                yield said
            elif "refused" in said:
                raise refusal(**said)
            else:
                return
    # It ended without a last word: the machine stopped it for its memory or its time.
    raise refusal("file_too_large_to_read")


@contextmanager
def _reader(path: str, kind: str, limits: files.Limits) -> Iterator[Any]:
    most = (limits.rows, limits.seconds, limits.memory)
    program = [sys.executable, "-m", "core.imports.reader", path, kind, *map(str, most)]
    reader = subprocess.Popen(
        program,
        cwd=settings.BASE_DIR,
        env={"LC_ALL": "C.UTF-8"},  # none of our secrets
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield reader
    finally:
        reader.kill()
        if reader.stdout:
            reader.stdout.close()
        reader.wait()


def refusal(refused: str, **params: Any) -> ValidationError:
    words = {
        "file_too_large_to_read": _(
            "The workbook needs more memory or time than it may have. Usually a cell far below or far to the right of "
            "the data is the reason: copy the data into the template, and upload that."
        ),
        "file_has_too_many_rows": _("The file has more than %(most)s rows. Split it, for example by year."),
        "file_has_too_many_columns": _("The file has more than %(most)s columns. Use the template."),
        "file_encoding_unknown": _(
            "The file is neither UTF-8 nor GBK/GB18030 (line %(line)s). Save it as CSV UTF-8, or as .xlsx."
        ),
        "formula_without_value": _(
            "Cell %(cell)s holds a formula that was never calculated, so its value cannot be read. Open the file in a "
            "spreadsheet program, save it, and upload it again."
        ),
        "file_is_no_workbook": _(
            "The file is called a workbook but cannot be read as one. Open it, save it as .xlsx, and upload again."
        ),
    }
    return ValidationError(words[refused], code=refused, params=params)
