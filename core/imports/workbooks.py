"""The template that people fill in, and what became of each row, as workbooks."""

import tempfile
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exports import XLSX_TYPE, Column, Table
from core.models import ImportRow


def template_answer(importer):
    """The header with two rows to show how, and a sheet that says what stands in each column."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F3E3E4", "border": 1})
        text = book.add_format({"num_format": "@"})  # so that numbers, codes and days stay as they are typed
        _write_rows(book.add_worksheet(_("Rows")), importer.columns, head, text)
        _write_meanings(book.add_worksheet(_("Definitions")), importer, head)
        _write_example(book.add_worksheet(_("Example")), importer.columns, head, text)
    made.seek(0)
    response = FileResponse(made, content_type=XLSX_TYPE)
    name = quote(_("template") + f"-{importer.title}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.xlsx"
    return response


def _write_rows(sheet, columns, head, text):
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 16, text)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, _heading(column), head)


def _heading(column):
    return f"{column.label}*" if column.required else str(column.label)


def _write_example(sheet, columns, head, text):
    _write_rows(sheet, columns, head, text)
    for place, column in enumerate(columns):
        for number, example in enumerate(column.examples, start=1):
            sheet.write_string(number, place, example)


def _write_meanings(sheet, importer, head):
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 90)
    titles = (_("Column"), _("name in files of other systems"), _("Meaning"))
    lines = [titles, *((_heading(column), column.key, str(column.meaning)) for column in importer.columns)]
    lines += [("", "", ""), ("*", "", _("must not be empty")), *importer.definitions()]
    for number, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, str(cell), head if number == 0 else None)


def result_table(importer, batch, absolute):
    """Each row of the file with its verdict, what was said about it, and the record that it became."""
    columns = [column for key in batch.columns if (column := importer.column(key))]
    own = [
        Column(_("row"), _("Its number in the file."), lambda row: row.number, 8),
        Column(_("verdict"), _("new, changed, unchanged, conflict or error"), _verdict()),
        Column(_("result"), _("What became of it."), result_of),
        Column(_("what was said about it"), _("Errors and warnings, each with its column."), _said(importer), 60),
        Column(_("record"), _("The number of the record in the portal."), lambda row: row.target_id, 10),
        Column(_("link"), _("The address of the record."), _link(importer, absolute("/").rstrip("/")), 40),
    ]
    given = [Column(str(column.label), str(column.meaning), _cell(place), 18) for place, column in enumerate(columns)]
    facts = [
        (_("file"), batch.file_name),
        (_("source"), batch.source),
        (_("state"), str(batch.get_state_display())),
        (_("as of"), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
    ]
    name = f"{importer.title}-{batch.pk}"
    rows = batch.rows.defer("values", "changes").order_by("number")
    return Table(name, [*own, *given], rows.iterator(chunk_size=2_000), facts)


def result_of(row):
    if row.applied_at:
        return _("applied")
    if row.refused:
        return _("refused")
    return _("waiting") if row.verdict in {"new", "changed"} else _("left out")


def _verdict():
    labels = {value: str(label) for value, label in ImportRow.Verdict.choices}  # looked up once, not once a row
    return lambda row: labels[row.verdict]


def _said(importer):
    labels = {column.key: str(column.label) for column in importer.columns}

    def said(row):
        if not row.problems:
            return row.refused
        lines = [f"{labels.get(problem['column'], '')}: {problem['message']}" for problem in row.problems]
        return " | ".join([*([row.refused] if row.refused else []), *(line.removeprefix(": ") for line in lines)])

    return said


def _link(importer, host):
    return lambda row: host + importer.link(row.target_id) if row.target_id else ""


def _cell(place):
    return lambda row: row.cells[place] if place < len(row.cells) else ""
