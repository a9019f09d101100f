"""What a big screen says of the joint meetings: who convenes, and whether the meeting of the period was held."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from belts.models import Region
from indicators.queries.screen_places import Place
from meetings.models import Body, JointMeeting
from meetings.models.meeting import DATED_STATES
from meetings.periods import period_of, words_of
from meetings.powers import conveners_on


@dataclass(frozen=True)
class MeetingLine:
    """A body and its meeting of the running period; the mark says the same as the tone, without colour."""

    key: str
    name: str
    belt: str
    convener: str
    words: str
    mark: str
    tone: str


def meeting_lines(reader: Any, place: Place) -> list[MeetingLine]:
    """The provincial body first, then those of the belts; of a belt's screen its own and the provincial one."""
    today = timezone.localdate()
    bodies = Body.objects.visible_to(reader).on(today).exclude(cadence=Body.Cadence.NONE).exclude(kind=Body.Kind.OTHER)
    if place.belt:
        bodies = bodies.exclude(kind=Body.Kind.REGIONAL) | bodies.filter(belt=place.belt)
    bodies = list(bodies.select_related("belt").order_by("kind", "belt__position"))
    running = {body.pk: period_of(body.cadence, today).code for body in bodies}
    rows = JointMeeting.objects.visible_to(reader).filter(body__in=bodies, period__in=running.values())
    found = {(row.body_id, row.period): row for row in rows.select_related("host")}
    conveners = conveners_on(today)
    names = dict(Region.objects.visible_to(reader).filter(pk__in=conveners.values()).values_list("pk", "name"))
    return [
        _line(body, found.get((body.pk, running[body.pk])), names.get(conveners.get(body.belt_id or "", ""), ""))
        for body in bodies
    ]


def next_meeting(reader: Any) -> str:
    """When the two provincial offices meet next and where they are guests; "" when no day is set."""
    rows = JointMeeting.objects.visible_to(reader).filter(
        body__kind=Body.Kind.PROVINCIAL, state__in=DATED_STATES, ends_at__gt=timezone.now()
    )
    meeting = rows.select_related("host").order_by("starts_at").first()
    if meeting is None:
        return ""
    given = {"day": _day(meeting), "host": meeting.host}
    if meeting.host is None:
        return _("Next provincial meeting: %(day)s") % given
    return _("Next provincial meeting: %(day)s (%(host)s)") % given


def _line(body: Body, meeting: JointMeeting | None, convener: str) -> MeetingLine:
    mark, words, tone = _state(meeting)
    name = body.belt.name if body.belt else body.name
    host = meeting.host.name if meeting and meeting.host else convener
    return MeetingLine(body.pk, name, body.belt_id or "", host, words, mark, tone)


def _state(meeting: JointMeeting | None) -> tuple[str, str, str]:
    """Mark, words, tone."""
    if meeting is None or meeting.state in ("expected", "postponed"):
        return "!", _("no day yet"), "late"
    if meeting.was_held:
        return "✓", pgettext("a meeting", "held"), "ok"
    if meeting.state in DATED_STATES:
        return "·", _day(meeting), "soon"
    return ("✗", _("missed"), "late") if meeting.state == "missed" else ("→", _("merged"), "ok")


def _day(meeting: JointMeeting) -> str:
    return date_format(timezone.localtime(meeting.starts_at), pgettext("format of a day without its year", "j F"))


def running_quarter() -> str:
    return words_of(period_of("quarter", timezone.localdate()).code)
