"""The minutes as DOCX, laid out as the PDF is: GB/T 9704-2012 §10.3."""

from typing import Any

from docx.shared import Pt

from core.papers.word import LABEL, PITCH, SIZE, head, new_document, run, saved, two_sides, write
from meetings.papers.content import Paper


def docx(paper: Paper) -> bytes:
    document = new_document(paper.mark)
    head(document, mark=paper.mark, issue=paper.issue, organ=paper.organ, date=paper.date, number=paper.number)
    for text in paper.paragraphs:
        write(document.add_paragraph(), text, indent=2 * SIZE)
    for place, entry in enumerate(paper.lists):
        _names(document, entry, first=place == 0)
    if paper.imprint:
        document.add_paragraph()
        two_sides(document, *paper.imprint)
    return saved(document)


def _names(document: Any, entry: Any, *, first: bool) -> None:
    """The label in bold face; lines that run over, and further lines, stand under the first one after the colon."""
    hanging = (len(entry.label) + 1) * SIZE
    for place, text in enumerate(entry.lines):
        paragraph = document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent = 2 * SIZE + hanging
        if place == 0:
            shape.first_line_indent = -hanging
            shape.space_before = PITCH if first else Pt(0)
            run(paragraph, f"{entry.label}：", face=LABEL)
        run(paragraph, text)
