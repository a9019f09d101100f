"""Whether bodies meet as often as they should: by period held, late, missed, merged, postponed, planned or expected."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, JointMeeting
from meetings.models.meeting import DATED_STATES

MOST_PERIODS = 8
WORDS = {
    "held": _("held in its period"),
    "late": _("held late"),
    "missed": _("missed"),
    "merged": _("merged"),
    "postponed": _("postponed"),
    "planned": _("planned"),
    "expected": _("expected"),
}
TONES = {"held": "ok", "late": "warn", "missed": "late", "postponed": "warn", "planned": "info"}


@dataclass(frozen=True)
class Line:
    """One period of a body and what became of it."""

    meeting: JointMeeting

    @property
    def verdict(self) -> str:
        if self.meeting.was_late:
            return "late"
        if self.meeting.was_held:
            return "held"
        return "planned" if self.meeting.state in DATED_STATES else self.meeting.state

    @property
    def words(self) -> Any:
        return WORDS[self.verdict]

    @property
    def tone(self) -> str:
        return TONES.get(self.verdict, "")


@dataclass(frozen=True)
class Compliance:
    """The periods of a body, the latest first, and how many came to what."""

    body: Body
    lines: list[Line]

    def count(self, verdict: str) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def counts(self) -> list[tuple[Any, int, str]]:
        """(words, number, tone) of what can be judged: held, late, missed."""
        return [(WORDS[verdict], self.count(verdict), TONES[verdict]) for verdict in ("held", "late", "missed")]

    @property
    def recent(self) -> list[Line]:
        return self.lines[:MOST_PERIODS]


def compliance_of(bodies: Any) -> list[Compliance]:
    """Of each body all its periods up to the running one; one query beside that of the bodies."""
    bodies = list(bodies)
    found: dict[str, list[Line]] = {body.pk: [] for body in bodies}
    rows = JointMeeting.objects.filter(body__in=bodies, period_first__lte=timezone.localdate())
    for meeting in rows.order_by("-period_first", "-pk"):
        found[meeting.body_id].append(Line(meeting))
    return [Compliance(body, found[body.pk]) for body in bodies]
