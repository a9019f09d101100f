"""The words of a bulletin. Chinese, whoever draws it: it is an official text. No database in here."""

import datetime as dt
import re
from typing import Any

from indicators.periods import CALENDAR
from indicators.phrases import phrase_of
from meetings.papers.content import chinese_day
from meetings.papers.numerals import numeral

MARK = "川渝文明实践走廊工作简报"
ORGANS = "重庆市文明办　四川省文明办"
NOUNS = {
    "cross_region_teams": "支", "team_members": "人", "works": "件", "lectures": "场", "mass_culture": "场",
    "brands": "个", "volunteers_cross_region": "人",
}  # fmt: skip
# What stands before each figure; those of one line belong together.
VERBS = (
    (("cross_region_teams", "组建跨区域宣讲队伍"), ("team_members", "参与人员")),
    (("works", "创作宣讲作品"),),
    (("lectures", "开展宣讲活动"), ("mass_culture", "群众性文化活动")),
    (("brands", "打造特色品牌"),),
)
LEVEL = "volunteers_cross_region"
COLUMNS = {
    "lectures": "宣讲活动（场）", "mass_culture": "群众文化（场）", "cross_province": "跨省活动（场）",
    "cross_region_teams": "跨区队伍（支）", "works": "宣讲作品（件）", "volunteers_cross_region": "跨区志愿者（人）",
}  # fmt: skip
COUNTED_ONCE = "联合开展的活动在各带、各省市、各区县分别计数，在合计中只计一次，各行之和不等于合计。"
FEW = "不足5人"
MEMBERS_MEANING = "期内组建的跨区域队伍在期内任何一天名册上的人员；同时在两支队伍的计两次。"
NOTE = re.compile(r"［(\d+)］")


def name_of(word: str) -> str:
    """2024年, 2024年上半年, 2024年第一季度, 2024年5月: of a period's word; ValueError for what names no period."""
    found = CALENDAR.fullmatch(word)
    if not found:
        raise ValueError(word)
    year, half, quarter, month = found.groups()
    if half:
        return f"{year}年{'上' if half == '1' else '下'}半年"
    if quarter:
        return f"{year}年第{numeral(int(quarter))}季度"
    return f"{year}年{int(month)}月" if month else f"{year}年"


def headline_of(period: str, last_day: dt.date, figures: list[dict[str, Any]]) -> str:
    """One sentence of all figures that are not nought, each with the number of its note."""
    said = {
        figure["name"]: f"{figure['phrase']}［{place}］"
        for place, figure in enumerate(figures, start=1)
        if figure["value"]
    }
    clauses = ["、".join(f"{verb}{said[name]}" for name, verb in line if name in said) for line in VERBS]
    text = "，".join(filter(None, clauses))
    if LEVEL in said:
        level = f"截至{last_day.month}月{last_day.day}日，跨区域注册志愿者{said[LEVEL]}"
        text = f"{text}；{level}" if text else level
    if not text:
        return f"{name_of(period)}，川渝文明实践走廊没有经核实的记录。"
    return f"{name_of(period)}，川渝两地围绕“巴蜀同脉 文明同行”，{text}。"


def comparison_of(figures: list[dict[str, Any]]) -> str:
    """What became more or fewer than in the same days a year earlier; empty where nothing can be compared."""
    changes = [
        f"{figure['label']}{_change(figure['value'], figure['before'])}"
        for figure in figures
        if figure["value"] is not None and figure["before"]
    ]
    return f"与上年同期相比，{'，'.join(changes)}。" if changes else ""


def by_belt_of(table: dict[str, Any]) -> str:
    """The lectures of each belt, most first; empty where there are none."""
    rows = [row for row in table["rows"] if row["code"] and row["values"].get("lectures")]
    rows.sort(key=lambda row: -row["values"]["lectures"])
    said = "、".join(f"{row['label']}{phrase_of(row['values']['lectures'], '场')}" for row in rows)
    return f"分带看，宣讲活动{said}。" if said else ""


def note_of(figure: dict[str, Any]) -> str:
    """How one figure was counted, exactly, when, and where it can be asked again."""
    day = dt.datetime.fromisoformat(figure["as_of"])
    value = FEW if figure["value"] is None else f"{figure['value']:,}{figure['noun']}"
    asked = f"查询地址：{figure['question']}" if figure["question"] else "按队伍名册统计，不设查询地址。"
    return f"{figure['label']}：{figure['meaning']}实数{value}，数据截至{chinese_day(day.date())}{day:%H:%M}。{asked}"


def _change(value: int, before: int) -> str:
    if value == before:
        return "持平"
    tenths = round(1000 * abs(value - before) / before)
    if tenths == 0:
        return "基本持平"
    return f"{'增长' if value > before else '下降'}{tenths / 10:g}%"
