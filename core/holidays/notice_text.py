"""The yearly notice on holidays (国务院办公厅关于部分节假日安排的通知) as days. No database and no clock in here.

It reads the notice's own wording, sentence by sentence ("二、春节：2月15日至23日放假调休。2月14日（周六）上班。"),
and plain lines ("2027-01-01 元旦", "2027-01-04 上班", "2027-01-02 休息").
"""

import datetime as dt
import re
from dataclasses import dataclass

from core.workdays import HOLIDAY, ONE_DAY, REST, WORKDAY

LONGEST_HOLIDAY = 15
_BRACKETS = re.compile(r"[（(〔\[][^）)〕\]]*[）)〕\]]")
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、)?\s*([^\d\s，。；：:、]+(?:、[^\d\s，。；：:、]+)*)\s*[：:]\s*(?=\d)"
)
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|–|-|~|～)\s*{_DAY})?")
_PLAIN = re.compile(
    r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\s*(?:至|到|~|～|—)\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))?[\s,，]+(\S+)\s*$"
)
_LINES = re.compile(r"\n|(?<=[。；])\s*(?=[一二三四五六七八九十]+、)")
_WORDS = {"上班": WORKDAY, "休息": REST}


@dataclass(frozen=True)
class Entry:
    day: dt.date
    kind: str
    name: str


class UnreadableError(ValueError):
    """``line`` is what could not be read."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def read(text: str, year: int) -> list[Entry]:
    """The days that the text names, in order; of two sentences about one day the later one counts.

    ``UnreadableError`` for a line that names a day and is not understood: nothing is left out without a word.
    """
    found: dict[dt.date, Entry] = {}
    for line in _LINES.split(text):
        for entry in _plain(line) or _of_notice(line, year):
            found[entry.day] = entry
    return [found[day] for day in sorted(found)]


def _plain(line):
    match = _PLAIN.match(line)
    if not match:
        return []
    first = _date(line, *match.groups()[:3])
    last = _date(line, *match.groups()[3:6]) if match[4] else first
    word = match[7]
    kind = _WORDS.get(word, HOLIDAY)
    return [Entry(day, kind, "" if kind != HOLIDAY else word) for day in _days(line, first, last)]


def _of_notice(line, year):
    """The sentences after “春节：”. Lines that name no day (a title, a greeting) say nothing about days."""
    heading = _HEADING.match(line)
    if not heading:
        if re.search(r"\d{1,2}月\d{1,2}日|\d{4}[-/.]\d", line) and re.search(r"放假|上班|休息", line):
            raise UnreadableError(line.strip())
        if re.match(r"\s*\d{4}[-/.]\d", line):
            raise UnreadableError(line.strip())
        return []
    name = heading[1]
    entries = []
    for sentence in re.split(r"[。；;]", _BRACKETS.sub("", line[heading.end() :])):
        entries += _sentence(sentence, line, year, name)
    return entries


def _sentence(sentence, line, year, name):
    spans = list(_SPAN.finditer(sentence))
    if not spans:
        return
    if "上班" not in sentence and "放假" not in sentence and "休息" not in sentence:
        raise UnreadableError(line.strip())
    kind = WORKDAY if "上班" in sentence else HOLIDAY
    month = None
    for span in spans:
        first_year, month, first_day = span[1] or year, span[2] or month, span[3]
        first = _date(line, first_year, month, first_day)
        last = first
        if span[6]:
            month = span[5] or month
            last = _date(line, span[4] or year, month, span[6])
        for day in _days(line, first, last):
            yield Entry(day, kind, name)


def _date(line, year, month, day):
    try:
        return dt.date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        raise UnreadableError(line.strip()) from None


def _days(line, first, last):
    if not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise UnreadableError(line.strip())
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]
