import datetime as dt
import io
import time
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from belts.models import Region
from core import exports
from core.exports import Column, Table
from tests import factories

COLUMNS = [Column("名称", "what it is called"), Column("数", "how many")]


def table(*rows, columns=COLUMNS, facts=()):
    return Table("活动 2025", columns, rows, facts)


def csv_of(made):
    return b"".join(exports.csv_lines(made)).decode()


def xlsx_of(made):
    with exports.xlsx_file(made) as file:
        return file.read()


def sheets_of(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of(made)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'),
        ("+86 23", "'+86 23"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        (" =1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("-5", "-5"),
        ("-5.5", "-5.5"),
        (-5, "-5"),
        (Decimal("-5.50"), "-5.50"),
        ("龙舟赛 = 好", "龙舟赛 = 好"),
        ("𬭎🎉", "𬭎🎉"),
        (None, ""),
        (dt.date(2025, 3, 1), "2025-03-01"),
        (dt.time(9, 5), "09:05"),
        (dt.datetime(2025, 3, 1, 1, 0, tzinfo=dt.UTC), "2025-03-01 09:00"),
    ],
)
def test_a_csv_cell_never_acts_as_a_formula(cell, written):
    assert csv_of(table([cell, 1])) == f"\ufeff名称,数\r\n{written},1\r\n"


def test_an_xlsx_cell_is_never_a_formula_and_numbers_stay_numbers():
    rows = [["=1+1", -5], ["http://example.org", Decimal("2.5")], ["123456789012345678", None], ["长" * 40_000, 1]]
    with override("en"):
        sheet = sheets_of(table(*rows))["Rows"]

    assert sheet[:4] == [["名称", "数"], ["=1+1", -5.0], ["http://example.org", 2.5], ["123456789012345678", ""]]
    assert len(sheet[4][0]) == 32_767
    with ZipFile(io.BytesIO(xlsx_of(table(*rows)))) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_an_xlsx_keeps_days_and_moments_as_such():
    moment = dt.datetime(2025, 3, 1, 1, 0, tzinfo=dt.UTC)
    with override("en"):
        sheet = sheets_of(table([dt.date(2025, 3, 1), moment]))["Rows"]

    assert [cell.isoformat() for cell in sheet[1]] == ["2025-03-01", "2025-03-01T09:00:00"]


def test_the_second_sheet_says_what_the_file_holds():
    with override("en"):
        sheet = sheets_of(table(facts=[("Filter", "川南渝西 · 宣讲")]))["Definitions"]

    assert [line for line in sheet if any(line)] == [
        ["Filter", "川南渝西 · 宣讲"],
        ["Column", "Meaning"],
        ["名称", "what it is called"],
        ["数", "how many"],
    ]


def test_a_column_may_read_its_value_from_the_row():
    columns = [Column("code", "", lambda row: row["code"]), Column("big", "", lambda row: row["n"] > 1)]
    with override("en"):
        assert csv_of(table({"code": "500153", "n": 2}, columns=columns)).endswith("500153,yes\r\n")


def test_lines_come_as_rows_are_read():
    read = []

    def rows():
        for number in range(3):
            read.append(number)
            yield [str(number), number]

    lines = exports.csv_lines(Table("t", COLUMNS, rows()))
    next(lines)
    next(lines)
    assert read == [0]


def test_the_file_name_may_be_chinese():
    response = exports.answer(table(["a", 1]), "csv")

    assert "filename*=UTF-8''%E6%B4%BB" in response["Content-Disposition"]
    assert b"".join(response.streaming_content).startswith("\ufeff".encode())


def test_an_unknown_format_is_refused():
    with pytest.raises(ValidationError) as refused:
        exports.check_format("pdf")

    assert refused.value.error_dict["format"][0].code == "invalid_choice"
    assert "csv, xlsx" in str(refused.value)


@pytest.mark.django_db
def test_too_many_rows_are_refused_before_any_is_read():
    factories.CountyFactory.create_batch(3, province=factories.chongqing())
    counties = Region.objects.filter(level="county")

    assert exports.check_size(counties, most=3) == 3
    with pytest.raises(ValidationError) as refused:
        exports.check_size(counties, most=2)
    assert refused.value.code == "too_many_rows"


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_seconds():
    began = time.monotonic()
    made = xlsx_of(table(*([f"行 {number}", number] for number in range(100_000))))

    assert len(made) > 1_000_000
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("rows", [(), (("灯会", 3), ("龙舟", 1))])
def test_a_mark_stands_below_the_rows_and_on_every_printed_page(rows):
    made = Table("活动", COLUMNS, rows, mark="=张三 & 李四")

    assert csv_of(made).splitlines()[len(rows) + 1 :] == ["'=张三 & 李四"]
    assert sheets_of(made)["Rows"][len(rows) + 1][0] == "=张三 & 李四"
    with ZipFile(io.BytesIO(xlsx_of(made))) as book:
        for number in (1, 2):
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert "<oddFooter>=张三 &amp;&amp; 李四</oddFooter>" in sheet


def test_without_a_mark_a_file_holds_its_rows_alone():
    made = table(("灯会", 3))
    assert len(csv_of(made).splitlines()) == len(sheets_of(made)["Rows"]) == 2
