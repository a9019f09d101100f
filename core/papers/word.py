"""Official papers as DOCX: page, faces and head of GB/T 9704-2012 in the faces that offices have."""

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

BODY, LABEL, MARK, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
# What a program takes where it lacks the face: the next best that every office has.
INSTEAD = {BODY: "仿宋", LABEL: "SimHei", MARK: "宋体"}
SIZE, PITCH = Pt(16), Pt(28.95)  # 三号; 22 lines in 225 mm
RED = RGBColor(0xD7, 0x00, 0x0F)
CONTROL = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n"}
FIRST_PART = "[Content_Types].xml"


def new_document(title: str) -> Any:
    """Empty, laid out, with the number of the page at its foot."""
    document = Document()
    _lay_out(document)
    document.core_properties.title = title.translate(CONTROL)
    return document


def saved(document: Any, *, made_at: dt.datetime | None = None) -> bytes:
    """With ``made_at`` the same document gives the same bytes at any time: its parts in order, all of one moment."""
    made = io.BytesIO()
    if made_at is None:
        document.save(made)
        return made.getvalue()
    document.core_properties.created = document.core_properties.modified = made_at.astimezone(dt.UTC)
    document.save(made)
    return _packed_anew(made)


def _packed_anew(made: io.BytesIO) -> bytes:
    """What lies in an archive depends on the clock (its dates) and on the order in which parts were met."""
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != FIRST_PART, name)):
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(part, source.read(name), compresslevel=6)
    return packed.getvalue()


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


def head(document: Any, *, mark: str, issue: str, organ: str, date: str, number: str = "") -> None:
    """The red mark, the number of the issue, who issues it and when, above the red line."""
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Mm(35)
    title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = min(36, round(425 / max(len(mark), 4)))
    run(title, mark, face=MARK, size=Pt(size)).font.color.rgb = RED
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(12)
    run(line, issue)
    last = two_sides(document, organ, date)
    if number:
        last = document.add_paragraph()
        run(last, number)
    _red_line(last)
    last.paragraph_format.space_after = PITCH


def two_sides(document: Any, left: str, right: str) -> Any:
    """One line, with a text at its beginning and one at its end."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    run(paragraph, f"{left}\t{right}")
    return paragraph


def write(paragraph: Any, text: str, *, indent: Any) -> None:
    """A paragraph of the text."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = indent
    run(paragraph, text)


def run(paragraph: Any, text: str, *, face: str = BODY, size: Any = SIZE) -> Any:
    """A piece of text, without what a file cannot hold."""
    piece = paragraph.add_run(text.translate(CONTROL))
    piece.font.size = size
    _face(piece._element.get_or_add_rPr(), face)
    return piece


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
    run(paragraph, "— ", size=Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._element.append(field)
    run(paragraph, " —", size=Pt(14))


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
