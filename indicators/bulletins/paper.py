"""What is printed of a bulletin, for PDF, DOCX and page alike: a function of the stored row, and of nothing else."""

import datetime as dt
from typing import Any

from django.utils import timezone

from indicators.bulletins.wording import COUNTED_ONCE, FEW, MARK, note_of
from indicators.models import Bulletin
from meetings.papers.content import chinese_day, lines_of

CHINA = timezone.get_fixed_timezone(8 * 60)
TITLES = {"belt": "各文明实践带情况", "province": "两省市情况", "county": "各区县情况"}


def paper_of(bulletin: Bulletin) -> dict[str, Any]:
    """What the templates take. ValueError before its figures were drawn."""
    if not bulletin.figures or bulletin.vintage is None:
        raise ValueError(f"{bulletin} has no figures yet")
    figures, issued = bulletin.figures, bulletin.issued_on
    return {
        "mark": MARK,
        "issue": f"第{bulletin.number}期" if bulletin.number else "（送审稿）",
        "organ": bulletin.organ,
        "date": chinese_day(made_at(bulletin).date()),
        "title": bulletin.title,
        "paragraphs": lines_of(bulletin.headline) + lines_of(bulletin.text),
        "charts": [_chart(chart) for chart in figures["charts"] if chart["bars"]],
        "main": _main_table(figures["figures"]),
        "tables": [_table(place, table) for place, table in enumerate(figures["tables"], start=2)],
        "notes": [note_of(figure) for figure in figures["figures"]],
        "rules": _rules(figures),
        "questions": [f"表{place}：{table['question']}" for place, table in enumerate(figures["tables"], start=2)],
        "vintage": f"数据截至{_in_words(figures['as_of'])}",
        "imprint": [bulletin.organ, f"{chinese_day(issued)}印发"] if issued else [],
    }


def made_at(bulletin: Bulletin) -> dt.datetime:
    """The moment that stands in the files: the day of issue, before that the moment of the figures."""
    if bulletin.issued_on:
        return dt.datetime.combine(bulletin.issued_on, dt.time(), CHINA)
    if bulletin.vintage is None:
        raise ValueError(f"{bulletin} has no figures yet")
    return bulletin.vintage.astimezone(CHINA)


def _main_table(figures: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [
        [f"{figure['label']}（{figure['noun']}）", _cell(figure["value"]), _cell(figure["before"]), figure["phrase"]]
        for figure in figures
    ]
    return {"title": "表1 主要指标", "columns": ["指标", "本期", "上年同期", "表述"], "rows": rows, "total": []}


def _table(place: int, table: dict[str, Any]) -> dict[str, Any]:
    names = [measure["name"] for measure in table["measures"]]
    rows = [[row["label"], *(_cell(row["values"][name]) for name in names)] for row in table["rows"]]
    total = ["合计（只计一次）", *(_cell(table["total"][name]) for name in names)]
    columns = [table["label"], *(measure["label"] for measure in table["measures"])]
    return {"title": f"表{place} {TITLES[table['by']]}", "columns": columns, "rows": rows, "total": total}


def _chart(chart: dict[str, Any]) -> dict[str, Any]:
    """``share`` is the length of a bar, 0 to 1000 of the longest."""
    most = max((bar["value"] or 0 for bar in chart["bars"]), default=0) or 1
    bars = [
        {
            "code": bar["code"],
            "label": bar["label"],
            "value": _cell(bar["value"]),
            "share": 1000 * (bar["value"] or 0) // most,
        }
        for bar in chart["bars"]
    ]
    return {"title": chart["title"], "by": chart["by"], "bars": bars}


def _rules(figures: dict[str, Any]) -> list[str]:
    """Each sentence once, of all figures and tables."""
    sentences = [COUNTED_ONCE]
    for entry in (*figures["figures"], *figures["tables"]):
        sentences += entry["rule"]
    return list(dict.fromkeys(sentences))


def _cell(value: int | None) -> str:
    return FEW if value is None else f"{value:,}"


def _in_words(moment: str) -> str:
    at = dt.datetime.fromisoformat(moment)
    return f"{chinese_day(at.date())}{at:%H:%M}"
