"""The first draft of the minutes from what is known: agenda, attendance, resolutions. Chinese: it is the official text."""

from collections.abc import Iterable

from django.utils import timezone

from meetings.models import AgendaItem, Attendee, JointMeeting, Resolution
from meetings.papers.content import chinese_day
from meetings.papers.numerals import numeral
from meetings.queries.bodies import host_of

NOON = 12
HALVES = {"1": "上半年", "2": "下半年"}


def draft_of(meeting: JointMeeting) -> dict[str, str]:
    """The texts of the minutes by their field."""
    people = Attendee.objects.filter(invitation__meeting=meeting).in_order().select_related("invitation__region")
    members = [row for row in people if not row.invitation.observes]
    observers = [row for row in people if row.invitation.observes]
    decided = _decided(meeting) or _discussed(meeting)
    return {
        "title": f"{meeting.body}纪要",
        "opening": _opening(meeting, bool(decided)),
        "text": "\n".join(f"{numeral(place)}、{line}" for place, line in enumerate(decided, start=1)),
        "present": _names(row for row in members if row.presence == "present"),
        "excused": _excused(meeting, members),
        "observers": _names(row for row in observers if row.presence == "present"),
    }


def _opening(meeting: JointMeeting, something_was_decided: bool) -> str:
    host = host_of(meeting)
    place = meeting.place or (str(meeting.venue) if meeting.venue else "")
    sentences = [f"{_when(meeting)}，{_session(meeting)}{f'在{place}' if place else ''}召开。"]
    if host:
        sentences.append(f"会议由召集单位{host}主持。")
    titles = [f"“{item.title}”" for item in _items(meeting).exclude(kind=AgendaItem.Kind.REVIEW)]
    if titles:
        sentences.append(f"会议研究了{''.join(titles)}{f'等{len(titles)}项议题' if len(titles) > 1 else ''}。")
    if something_was_decided:
        sentences.append("现将议定事项纪要如下：")
    return "".join(sentences)


def _when(meeting: JointMeeting) -> str:
    at = timezone.localtime(meeting.starts_at)
    if meeting.precision == JointMeeting.Precision.MONTH:
        return f"{at.year}年{at.month}月"
    known_to_the_hour = meeting.precision == JointMeeting.Precision.TIME
    return chinese_day(at.date()) + (("上午" if at.hour < NOON else "下午") if known_to_the_hour else "")


def _session(meeting: JointMeeting) -> str:
    """ "川南渝西区域联席会议2026年第四季度会议", "…第5次会议"."""
    if meeting.period:
        year, kind, number = meeting.period[:4], meeting.period[4], meeting.period[5:]
        words = HALVES[number] if kind == "H" else f"第{numeral(int(number))}季度"
        return f"{meeting.body}{year}年{words}会议"
    return f"{meeting.body}第{meeting.ordinal}次会议" if meeting.ordinal else str(meeting.body)


def _items(meeting: JointMeeting):
    return AgendaItem.objects.filter(meeting=meeting, parent=None, state="accepted").order_by("position", "pk")


def _decided(meeting: JointMeeting) -> list[str]:
    """The resolutions: what, who leads, who helps, until when."""
    rows = Resolution.objects.filter(meeting=meeting).exclude(state="void").order_by("sequence")
    return [_resolution(row) for row in rows.prefetch_related("parties__region", "parties__unit")]


def _resolution(row: Resolution) -> str:
    parties = list(row.parties.all())
    lead = [str(party.unit or party.region) for party in parties if party.role == "lead"]
    others = [str(party.unit or party.region) for party in parties if party.role == "co"]
    who = [f"由{'、'.join(lead)}牵头"] if lead else []
    who += [f"{'、'.join(others)}配合"] if others else []
    return f"{row.text.strip().rstrip('。')}。{'，'.join([*who, chinese_day(row.due_on)])}前完成。"


def _discussed(meeting: JointMeeting) -> list[str]:
    return [f"关于{item.title}。" for item in _items(meeting).exclude(kind=AgendaItem.Kind.REVIEW)]


def _names(rows: Iterable[Attendee]) -> str:
    """A line for each region: unit, post and name of each, in the sheet's order."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        instead = f"（代{row.stands_in_for}）" if row.stands_in_for else ""
        lines.setdefault(str(row.invitation.region), []).append(f"{row.unit}{row.rank}{row.name}{instead}")
    return "\n".join(f"{region}：{'、'.join(people)}" for region, people in lines.items())


def _excused(meeting: JointMeeting, members: list[Attendee]) -> str:
    """People who were excused, and regions that were without naming anybody."""
    named = _names(row for row in members if row.presence == "excused")
    without = meeting.invitations.filter(observes=False, reply="excused", attendees=None).select_related("region")
    return "\n".join(filter(None, [named, *(str(row.region) for row in without)]))
