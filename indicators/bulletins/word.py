"""A bulletin as DOCX, laid out as the PDF is."""

import datetime as dt
import io
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.papers.word import LABEL, MARK, SIZE, head, new_document, run, saved, two_sides
from indicators.bulletins.wording import NOTE

SMALL = Pt(10.5)
WIDTH = 156  # of the type area, in millimetres


def docx_1(paper: dict[str, Any], charts: list[bytes], made_at: dt.datetime) -> bytes:
    """Version 1 of the layout; ``charts`` are pictures of ``paper["charts"]``."""
    document = new_document(paper["mark"])
    head(document, mark=paper["mark"], issue=paper["issue"], organ=paper["organ"], date=paper["date"])
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    title.paragraph_format.space_after = Pt(14)
    run(title, paper["title"], face=MARK, size=Pt(22))
    for text in paper["paragraphs"]:
        _with_notes(document.add_paragraph(), text)
    for chart, picture in zip(paper["charts"], charts, strict=True):
        _caption(document, chart["title"])
        line = _single(document.add_paragraph())
        line.add_run().add_picture(io.BytesIO(picture), width=Mm(WIDTH))
    for table in (paper["main"], *paper["tables"]):
        _caption(document, table["title"])
        _table(document, table)
    _notes(document, paper)
    if paper["imprint"]:
        document.add_paragraph()
        two_sides(document, *paper["imprint"])
    return saved(document, made_at=made_at)


def _with_notes(paragraph: Any, text: str) -> None:
    """The numbers of notes stand high."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = 2 * SIZE
    end = 0
    for found in NOTE.finditer(text):
        run(paragraph, text[end : found.start()])
        run(paragraph, f"[{found[1]}]").font.superscript = True
        end = found.end()
    run(paragraph, text[end:])


def _caption(document: Any, text: str) -> None:
    line = _single(document.add_paragraph())
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(14), Pt(4)
    line.paragraph_format.keep_with_next = True
    run(line, text, face=LABEL, size=Pt(12))


def _table(document: Any, table: dict[str, Any]) -> None:
    rows = [table["columns"], *table["rows"], *([table["total"]] if table["total"] else [])]
    made = document.add_table(rows=len(rows), cols=len(table["columns"]), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, texts in zip(made.rows, rows, strict=True):
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            line = _single(cell.paragraphs[0])
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place and texts is not rows[0] else WD_ALIGN_PARAGRAPH.LEFT
            run(line, text, size=SMALL, **({"face": LABEL} if texts is rows[0] else {}))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)


def _notes(document: Any, paper: dict[str, Any]) -> None:
    _caption(document, f"统计说明（{paper['vintage']}）")
    numbered = [f"［{place}］{note}" for place, note in enumerate(paper["notes"], start=1)]
    for text in (*numbered, *paper["rules"], *paper["questions"]):
        run(_single(document.add_paragraph()), text, size=SMALL)


def _single(paragraph: Any) -> Any:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph
