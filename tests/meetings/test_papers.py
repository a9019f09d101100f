"""Papers as files: what they say can be read back, hostile names come out as they were written."""

import io

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from docx.oxml.ns import qn

from core.papers import typesetting
from meetings.papers.content import NameList, Paper
from meetings.papers.sheets import BLANK_LINES
from meetings.papers.typesetting import pdf, pictures
from meetings.papers.word import docx
from tests.meetings.pdf import pages, text_of

HOSTILE = [
    '#import "/etc/passwd"',
    '"',
    "\\",
    "\\u{41}",
    "#panic()",
    "$x^2$",
    "*粗* _斜_",
    "`code`",
    "]#read(1)[",
    "<标签> @引用",
    "//注释",
]


def paper(**fields):
    values = {
        "mark": "川南渝西区域联席会议纪要", "issue": "第3期", "organ": "荣昌区", "date": "2026年12月6日",
        "number": "荣文明办纪〔2026〕3号", "paragraphs": ["现将议定事项纪要如下：", "一、共建联合调解室。"],
        "lists": [NameList("出席", ["荣昌区：张三", "隆昌市：钱八"]), NameList("请假", ["泸县"])],
        "imprint": ["荣昌区", "2026年12月6日印发"],
    }  # fmt: skip
    return Paper(**values | fields)


def test_minutes_have_the_standards_page_and_their_text_can_be_copied_out():
    [page] = pages(pdf("minutes", paper().as_data()))
    assert page.size == (210, 297)
    assert page.lines == [
        "川南渝西区域联席会议纪要", "第3期", "荣昌区2026年12月6日", "荣文明办纪〔2026〕3号", "现将议定事项纪要如下：",
        "一、共建联合调解室。", "出席：荣昌区：张三", "隆昌市：钱八", "请假：泸县", "荣昌区2026年12月6日印发", "— 1 —",
    ]  # fmt: skip


def test_a_full_page_has_22_lines_of_28_characters():
    _first, second, *_rest = pages(pdf("minutes", paper(paragraphs=["字" * 28 * 90]).as_data()))
    assert len(second.lines) == 22 + 1, "and the number of the page"
    assert {len(line) for line in second.lines[:-1]} == {28}
    assert second.lines[-1] == "— 2 —"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_read_as_markup(name):
    lists = [NameList("出席", [name])]
    made = pdf("minutes", paper(mark=name, organ=name, paragraphs=[name], lists=lists).as_data())
    assert text_of(made).count(name) >= 4
    row = ["1", name, name, name, name, name, ""]
    assert name in text_of(pdf("sign_in", {"title": name, "subtitle": "", "headings": [""] * 7, "rows": [row]}))
    [plate] = pages(pdf("plates", {"title": "", "plates": [{"name": name, "place": name}]}))
    assert plate.size == (297, 210)
    assert name in plate.text


def test_a_long_sheet_repeats_its_heading_on_every_page():
    rows = [[str(number), "荣昌区", f"人{number}", "", "", "", ""] for number in range(1, 61)]
    headings = ["序号", "区县", "姓名", "单位", "职务", "身份", "签名"]
    found = pages(pdf("sign_in", {"title": "签到表", "subtitle": "", "headings": headings, "rows": rows}))
    assert len(found) > 1
    assert all("姓名" in page.text for page in found)
    assert [f"人{number}" in "".join(page.text for page in found) for number in (1, 60)] == [True, True]
    assert BLANK_LINES > 0


def test_the_pictures_of_pages_are_png():
    [page] = pictures("minutes", paper().as_data())
    assert page.startswith(b"\x89PNG")


def test_missing_typefaces_are_said_with_their_folder(settings, tmp_path):
    settings.FONT_DIR = tmp_path / "none"
    with pytest.raises(ValidationError) as refused:
        pdf("minutes", paper().as_data())
    assert refused.value.code == "fonts_missing"
    assert str(tmp_path / "none") in refused.value.messages[0]
    typesetting._fonts.cache_clear()


def test_no_address_serves_the_typefaces(settings):
    served = (*settings.STATICFILES_DIRS, settings.STATIC_ROOT, settings.MEDIA_ROOT)
    assert not any(settings.FONT_DIR.is_relative_to(folder) for folder in served)


@pytest.fixture
def opened():
    return Document(io.BytesIO(docx(paper(paragraphs=["一、" + HOSTILE[0], "二、\x0b\x01制表\t符\ufffe"]))))


def test_the_docx_says_the_same_as_the_pdf(opened):
    texts = [paragraph.text for paragraph in opened.paragraphs if paragraph.text]
    assert texts == [
        "川南渝西区域联席会议纪要", "第3期", "荣昌区\t2026年12月6日", "荣文明办纪〔2026〕3号",
        '一、#import "/etc/passwd"',
        "二、制表\t符", "出席：荣昌区：张三", "隆昌市：钱八", "请假：泸县", "荣昌区\t2026年12月6日印发",
    ]  # fmt: skip


def test_the_docx_has_the_standards_page_and_east_asian_faces_with_substitutes(opened):
    section = opened.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(value.mm) for value in measures] == [210, 297, 37, 28, 26]
    faces = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in opened.paragraphs for run in paragraph.runs}
    assert faces == {"仿宋_GB2312", "黑体", "方正小标宋简体"}
    table = next(
        rel.target_part.blob for rel in opened.part.rels.values() if rel.reltype.endswith("/fontTable")
    ).decode()
    assert 'w:name="方正小标宋简体"' in table
    assert '<w:altName w:val="宋体"/>' in table
