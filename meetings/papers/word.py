"""The minutes as DOCX, laid out as the PDF is: GB/T 9704-2012 §10.3 in the faces that offices have."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from meetings.papers.content import Paper

BODY, LABEL, MARK, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
# What a program takes where it lacks the face: the next best that every office has.
INSTEAD = {BODY: "仿宋", LABEL: "SimHei", MARK: "宋体"}
SIZE, PITCH = Pt(16), Pt(28.95)  # 三号; 22 lines in 225 mm
RED = RGBColor(0xD7, 0x00, 0x0F)
CONTROL = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n"}


def docx(paper: Paper) -> bytes:
    document = Document()
    _lay_out(document)
    _head(document, paper)
    for text in paper.paragraphs:
        _write(document.add_paragraph(), text, indent=2 * SIZE)
    for place, entry in enumerate(paper.lists):
        _names(document, entry, first=place == 0)
    if paper.imprint:
        document.add_paragraph()
        _two_sides(document, *paper.imprint)
    document.core_properties.title = paper.mark.translate(CONTROL)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    style = document.styles["Normal"]
    style.font.size = SIZE
    _face(style.element.get_or_add_rPr(), BODY)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    shape.space_before = shape.space_after = Pt(0)
    _page_number(section.footer.paragraphs[0])
    _name_substitutes(document)


def _head(document: Any, paper: Paper) -> None:
    mark = document.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_before = Mm(35)
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = min(36, round(425 / max(len(paper.mark), 4)))
    _run(mark, paper.mark, face=MARK, size=Pt(size)).font.color.rgb = RED
    issue = document.add_paragraph()
    issue.alignment = WD_ALIGN_PARAGRAPH.CENTER
    issue.paragraph_format.space_before = issue.paragraph_format.space_after = Pt(12)
    _run(issue, paper.issue)
    last = _two_sides(document, paper.organ, paper.date)
    if paper.number:
        last = document.add_paragraph()
        _run(last, paper.number)
    _red_line(last)
    last.paragraph_format.space_after = PITCH


def _two_sides(document: Any, left: str, right: str) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, f"{left}\t{right}")
    return paragraph


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
            _run(paragraph, f"{entry.label}：", face=LABEL)
        _run(paragraph, text)


def _write(paragraph: Any, text: str, *, indent: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = indent
    _run(paragraph, text)


def _run(paragraph: Any, text: str, *, face: str = BODY, size: Any = SIZE) -> Any:
    run = paragraph.add_run(text.translate(CONTROL))
    run.font.size = size
    _face(run._element.get_or_add_rPr(), face)
    return run


def _face(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind, name in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", face)):
        fonts.set(qn(kind), name)


def _red_line(paragraph: Any) -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", str(RED))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, "— ", size=Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._element.append(field)
    _run(paragraph, " —", size=Pt(14))


def _name_substitutes(document: Any) -> None:
    """Into the table of fonts: a program without a face takes the other one."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            table = etree.fromstring(relation.target_part.blob)
            for face, instead in INSTEAD.items():
                font = etree.SubElement(table, qn("w:font"), {qn("w:name"): face})
                etree.SubElement(font, qn("w:altName"), {qn("w:val"): instead})
                etree.SubElement(font, qn("w:charset"), {qn("w:val"): "86"})
            relation.target_part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
