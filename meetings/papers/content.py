"""What stands in the minutes as a paper, for PDF and DOCX alike. Chinese, whoever asks: it is the official text."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from meetings.models import Minutes
from meetings.queries.bodies import host_of


@dataclass(frozen=True)
class NameList:
    label: str
    lines: list[str]


@dataclass(frozen=True)
class Paper:
    """``imprint`` is who issued it and when; nothing until then."""

    mark: str
    issue: str
    organ: str
    date: str
    number: str
    paragraphs: list[str]
    lists: list[NameList]
    imprint: list[str]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def paper_of(minutes: Minutes) -> Paper:
    host = host_of(minutes.meeting)
    organ = str(host) if host else ""
    labelled = {"出席": minutes.present, "请假": minutes.excused, "列席": minutes.observers}
    lists = [NameList(label, lines_of(text)) for label, text in labelled.items() if text.strip()]
    objections = _objections(minutes) if minutes.issued_on else []
    if objections:
        lists.append(NameList("保留意见", objections))
    return Paper(
        mark=minutes.title,
        issue=f"第{minutes.issue_number}期" if minutes.issue_number else "（征求意见稿）",
        organ=organ,
        date=chinese_day(minutes.issued_on or timezone.localdate(minutes.edited_at)),
        number=minutes.document_number,
        paragraphs=lines_of(minutes.opening) + lines_of(minutes.text),
        lists=lists,
        imprint=[organ, f"{chinese_day(minutes.issued_on)}印发"] if minutes.issued_on else [],
    )


def _objections(minutes: Minutes) -> list[str]:
    """What members objected to in the text that was issued nevertheless."""
    rows = minutes.countersignatures.filter(version=minutes.version, verdict="objected").select_related("region")
    return [f"{row.region}：{row.note}" for row in rows]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def chinese_day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
