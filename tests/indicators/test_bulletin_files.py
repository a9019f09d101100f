"""What is printed follows from the stored row alone: the same bytes twice, later, and in another process."""

import io
import os
import subprocess
import sys
import time

import pytest
from docx import Document

from indicators.bulletins import files
from indicators.bulletins.paper import paper_of
from indicators.bulletins.wording import comparison_of, headline_of, name_of
from tests.indicators.bulletin_sample import figures, sample
from tests.meetings.pdf import pages, text_of

ELSEWHERE = """
import django; django.setup()
from indicators.bulletins import files
from tests.indicators.bulletin_sample import sample
print(files.digest_of(files.pdf(sample())), files.digest_of(files.docx(sample())))
"""


def test_the_paragraph_of_2024_is_the_one_of_the_report():
    assert sample().headline == (
        "2024年，川渝两地围绕“巴蜀同脉 文明同行”，组建跨区域宣讲队伍2000余支［1］、参与人员5万余人［2］，"
        "创作宣讲作品6000余件［3］，开展宣讲活动3万余场［4］、群众性文化活动8000余场［5］，打造特色品牌20余个［6］；"
        "截至12月31日，跨区域注册志愿者超过50万人［7］。"
    )


def test_what_is_nought_is_not_said():
    made = figures()["figures"]
    for figure in made:
        if figure["name"] not in ("works", "brands"):
            figure["value"] = 0
    day = sample().last_day
    assert headline_of("2025-H1", day, made).startswith(
        "2025年上半年，川渝两地围绕“巴蜀同脉 文明同行”，创作宣讲作品6000余件［3］，打造"
    )
    for figure in made:
        figure["value"] = None
    assert headline_of("2025-03", day, made) == "2025年3月，川渝文明实践走廊没有经核实的记录。"


@pytest.mark.parametrize(
    ("value", "before", "said"),
    [
        (110, 100, "增长10%"),
        (90, 100, "下降10%"),
        (100, 100, "持平"),
        (10_001, 10_000, "基本持平"),
        (1005, 1000, "增长0.5%"),
    ],
)
def test_what_became_more_and_fewer(value, before, said):
    assert (
        comparison_of([{"label": "宣讲活动", "value": value, "before": before}]) == f"与上年同期相比，宣讲活动{said}。"
    )
    assert comparison_of([{"label": "宣讲活动", "value": value, "before": 0}]) == ""


@pytest.mark.parametrize(
    ("word", "name"),
    [("2024", "2024年"), ("2024-H2", "2024年下半年"), ("2024-Q3", "2024年第三季度"), ("2024-05", "2024年5月")],
)
def test_periods_have_the_names_of_reports(word, name):
    assert name_of(word) == name


def test_the_files_are_the_same_bytes_today_later_and_elsewhere():
    digests = [files.digest_of(made) for made in (files.pdf(sample()), files.docx(sample()))]
    time.sleep(2.1)  # the dates in an archive count in twos of seconds
    assert [files.digest_of(made) for made in (files.pdf(sample()), files.docx(sample()))] == digests
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/Lima"}
    said = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True, env=environment
    )
    assert said.stdout.split() == digests


@pytest.mark.parametrize("change", [{"number": 4}, {"title": "别的"}, {"headline": "别的"}, {"organ": "别的"}])
def test_another_row_is_another_file(change):
    assert files.pdf(sample(**change)) != files.pdf(sample())
    assert files.docx(sample(**change)) != files.docx(sample())


def test_the_pdf_says_all_that_is_counted():
    made = files.pdf(sample())
    text = text_of(made)
    for words in (
        "川渝文明实践走廊工作简报",
        "第3期",
        "2025年1月10日",
        "2000余支",
        "31,704",
        "合计（只计一次）",
        "数据截至2025年1月2日08:00",
    ):
        assert words in text, words
    assert "/api/v1/statistics/?measures=lectures" in text.replace("\n", "")
    assert {page.size for page in pages(made)} == {(210, 297)}


def test_the_docx_says_the_same_and_holds_a_picture_a_chart():
    opened = Document(io.BytesIO(files.docx(sample())))
    paper = paper_of(sample())
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert paper["title"] in texts
    assert any(text.startswith("［1］") and "查询地址" in text for text in texts)
    assert len(opened.tables) == 4
    assert [cell.text for cell in opened.tables[0].rows[4].cells] == ["lectures（场）", "31,704", "31,604", "3万余场"]
    assert len(opened.inline_shapes) == len(paper["charts"]) == 1


def test_before_issue_it_is_marked_and_dated_by_its_figures():
    paper = paper_of(sample(number=None, issued_on=None))
    assert (paper["issue"], paper["date"], paper["imprint"]) == ("（送审稿）", "2025年1月2日", [])
    assert "送审稿" in text_of(files.pdf(sample(number=None, issued_on=None)))
    with pytest.raises(ValueError, match="no figures"):
        paper_of(sample(figures=None))


@pytest.mark.parametrize("words", ['#import "/etc/passwd"', "*粗* _斜_", "]#read(1)[", "［9］"])
def test_no_text_is_read_as_markup(words):
    shown = words.replace("［", "[").replace("］", "]")
    assert shown.replace(" ", "") in text_of(files.pdf(sample(headline=f"甲{words}"))).replace(" ", "").replace(
        "\n", ""
    )
