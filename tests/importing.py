"""Files made in a test, and both steps of an import without a worker."""

import csv
import io
import zipfile

import xlsxwriter
from django.core.files.base import ContentFile

from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/%s" Target="%s"/></Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def csv_bytes(rows, *, encoding="utf-8", delimiter=","):
    """``rows``: lists of cells, the header first."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell)
    return made.getvalue()


def raw_workbook(pieces):
    """A workbook whose sheet data is written by hand, piece by piece."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS % ("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS % ("worksheet", "worksheets/sheet1.xml"))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for piece in pieces:
                sheet.write(piece.encode())
            sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()


def uploaded(person, content, *, name="台账.csv", source="台账", kind="activities"):
    file = ContentFile(content, name=name)
    return services.upload_file(actor=person, kind=kind, file=file, source=source)


def judged(person, rows, *, source="台账", decisions=None, header=None, kind="activities"):
    """The batch after the first step; ``rows`` are dicts by column, or lists with a ``header``."""
    header = header or list(dict.fromkeys(key for row in rows for key in row))
    lines = [row if isinstance(row, list) else [row.get(key, "") for key in header] for row in rows]
    batch = uploaded(person, csv_bytes([header, *lines]), source=source, kind=kind)
    judge_batch(batch.pk)
    if decisions:
        batch.refresh_from_db()
        services.decide_words(actor=person, batch=batch, decisions=decisions)
        judge_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def applied(person, rows, **options):
    """The batch after both steps."""
    batch = judged(person, rows, **options)
    services.confirm_import(actor=person, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def said(row, *, level="error"):
    """(column, code) of each problem of a row."""
    return sorted((problem["column"], problem["code"]) for problem in row.problems if problem["level"] == level)
