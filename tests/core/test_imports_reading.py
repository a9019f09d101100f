"""Files as people and enemies send them: what of them is read, and how the rest is refused."""

import datetime as dt
import time
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from core.imports import files, reader
from core.imports.reading import rows_of
from core.models import ImportBatch
from tests.importing import csv_bytes, raw_workbook, xlsx_bytes

LAST_ROW = 1_048_576


def rows_in(content, name):
    batch = ImportBatch(file_name=name, kind="activities")
    batch.file = ContentFile(content, name=name)
    return [row for rows in rows_of(batch) for row in rows]


def refusal_of(content, name):
    with pytest.raises(ValidationError) as refused:
        rows_in(content, name)
    return refused.value


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "title")}</row>'
TABLE = [["编号", "名称"], ["1", "川渝小院,联合宣讲"], ["2", "𬭎与🎉"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv_in_every_usual_encoding_and_delimiter(encoding, delimiter):
    rows = rows_in(csv_bytes(TABLE, encoding=encoding, delimiter=delimiter), "台账.csv")
    assert rows == [[number, cells] for number, cells in enumerate(TABLE, start=1)]


def test_gbk_is_read_as_its_successor():
    assert rows_in(csv_bytes(TABLE[:2], encoding="gbk"), "台账.csv")[1] == [2, TABLE[1]]


def test_an_unknown_encoding_says_where():
    error = refusal_of(b"id,title\n1,ok\n2,\xff\xff\xff\n", "a.csv")
    assert error.code == "file_encoding_unknown"
    assert "line 3" in error.messages[0]


def test_a_workbook_gives_texts_numbers_days_and_times_as_a_person_would_type_them():
    cells = ["名称", 12, 3.5, True, dt.date(2025, 3, 1), dt.time(14, 30), "０１２"]
    row = rows_in(xlsx_bytes([cells]), "a.xlsx")[0]
    assert row[0] == 1
    assert row[1][:5] == ["名称", "12", "3.5", "TRUE", "2025-03-01"]
    assert row[1][5:] == ["14:30", "０１２"]


def test_rows_keep_their_numbers_below_empty_ones_and_columns_their_places():
    content = raw_workbook([f'<row r="3">{text_cell("B3", "id")}</row><row r="7">{text_cell("C7", "x")}</row>'])
    assert rows_in(content, "a.xlsx") == [[3, ["", "id", ""]], [7, ["", "", "x"]]]


def test_a_calculated_formula_gives_its_value_and_an_uncalculated_one_is_refused_with_its_cell():
    good = raw_workbook([HEADER, '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'])
    assert rows_in(good, "a.xlsx")[1] == [2, ["2", ""]]
    for empty in ("", "<v></v>", "<v/>"):
        bad = raw_workbook([HEADER, f'<row r="2"><c r="A2"/><c r="B2"><f>1+1</f>{empty}</c></row>'])
        error = refusal_of(bad, "a.xlsx")
        assert error.code == "formula_without_value"
        assert "B2" in error.messages[0]


def test_a_million_empty_rows_end_quickly():
    rows = (f'<row r="{number}"/>' for number in range(2, LAST_ROW + 1))
    content = raw_workbook([HEADER, *rows])
    begin = time.monotonic()
    assert rows_in(content, "a.xlsx") == [[1, ["id", "title"]]]
    assert time.monotonic() - begin < 30


@pytest.mark.slow
def test_a_million_formatted_empty_rows_are_refused_before_they_are_unpacked():
    rows = (f'<row r="{number}">' + f'<c r="A{number}" s="0"/>' * 15 + "</row>" for number in range(2, LAST_ROW + 1))
    content = raw_workbook([HEADER, *rows])
    begin = time.monotonic()
    error = refusal_of(content, "a.xlsx")
    assert error.code == "workbook_too_large"
    assert "empty rows" in error.messages[0]
    assert time.monotonic() - begin < 5


def test_a_sheet_that_asks_for_more_memory_than_there_is_stops_only_its_reader():
    far = f'<row r="{LAST_ROW}">{text_cell(f"XFD{LAST_ROW}", "x")}</row>'
    assert refusal_of(raw_workbook([HEADER, far]), "a.xlsx").code == "file_too_large_to_read"


def test_a_zip_bomb_is_refused_by_its_directory():
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 50_000_000)
    assert len(made.getvalue()) < 100_000
    assert refusal_of(made.getvalue(), "a.xlsx").code == "workbook_too_large"


def test_too_many_parts_are_refused():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(files.MOST_PARTS):
            archive.writestr(f"part{number}", "")
    assert refusal_of(made.getvalue(), "a.xlsx").code == "workbook_too_large"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\x03\x04 and then nothing", "a.xlsx", "file_is_no_workbook"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.png", "file_is_no_table"),
        (b"%PDF-1.7 hello", "a.pdf", "file_is_no_table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.xls", "file_is_old_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.csv", "file_is_old_workbook"),
        (b"", "a.csv", "file_is_empty"),
    ],
)
def test_what_is_no_table_is_refused(content, name, code):
    assert refusal_of(content, name).code == code


def test_a_zip_of_something_else_is_no_workbook():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal_of(made.getvalue(), "a.docx").code == "file_is_no_workbook"


@pytest.mark.parametrize("book", ["<workbook/>", "<workbook><sheets", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_a_workbook_without_a_sheet_is_refused(book):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
    assert refusal_of(made.getvalue(), "a.xlsx").code == "file_is_no_workbook"


def test_too_large_a_file_is_refused_before_it_is_read():
    class Large:
        size = files.ORDINARY.size + 1

    with pytest.raises(ValidationError) as refused:
        files.kind_of(Large(), "a.csv")
    assert refused.value.code == "file_too_large"


def test_too_many_rows_and_columns_are_refused():
    many = b"id\n" + b"".join(b"%d\n" % number for number in range(files.ORDINARY.rows + 1))
    error = refusal_of(many, "a.csv")
    assert error.code == "file_has_too_many_rows"
    assert "200000" in error.messages[0]
    wide = csv_bytes([["x"] * (reader.MOST_COLUMNS + 1)])
    assert refusal_of(wide, "a.csv").code == "file_has_too_many_columns"


def test_exactly_as_many_rows_as_allowed_are_read():
    most = b"id\n" + b"".join(b"%d\n" % number for number in range(files.ORDINARY.rows))
    assert len(rows_in(most, "a.csv")) == files.ORDINARY.rows + 1


def test_what_no_column_can_hold_is_marked_and_cut():
    rows = rows_in(csv_bytes([["id"], ["a\x00b"], ["长" * 1_000_000]]), "a.csv")
    assert rows[1][1] == ["a" + reader.UNREADABLE_MARK + "b"]
    assert len(rows[2][1][0]) == reader.LONGEST_CELL + 1


def test_empty_rows_are_passed_over():
    assert rows_in(b"id,title\n\n,\n1,a\n", "a.csv") == [[1, ["id", "title"]], [4, ["1", "a"]]]
