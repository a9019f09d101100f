"""Meetings that are owed, meetings that were held, and what they resolved."""

from indicators.tallies.facts.shape import ZONE, Fact, Source, line, listed, members, own, parts
from meetings.models.meeting import HELD_STATES


def _seats(day: str) -> str:
    """The regions that sat in the meeting's body on a day: the belt's counties, the body's members, the provinces."""
    return f"""
        SELECT seat.region_id, ''::text AS role FROM meetings_body AS body
        JOIN belts_beltmembership AS seat ON seat.belt_id = body.belt_id
            AND {day} >= seat.since AND (seat.until IS NULL OR {day} <= seat.until)
        WHERE body.code = fact.body_id
        UNION SELECT seat.region_id, '' FROM meetings_bodymember AS seat WHERE seat.body_id = fact.body_id
            AND {day} >= seat.since AND (seat.until IS NULL OR {day} <= seat.until)
        UNION SELECT region.code, '' FROM meetings_body AS body JOIN belts_region AS region ON region.level = 'province'
        WHERE body.code = fact.body_id AND body.kind = 'provincial'"""


_OF_BODIES = (
    Source(
        "meetings_body", ("belt_id", "kind"),
        "SELECT id FROM meetings_jointmeeting WHERE body_id IN (SELECT code FROM changed)", shared=True,
    ),
    Source(
        "meetings_bodymember", ("body_id", "region_id", "since", "until"),
        "SELECT id FROM meetings_jointmeeting WHERE body_id IN (SELECT body_id FROM changed)", shared=True,
    ),
    Source(
        "belts_beltmembership", ("belt_id", "region_id", "since", "until"),
        "SELECT meeting.id FROM meetings_jointmeeting AS meeting "
        "JOIN meetings_body AS body ON body.code = meeting.body_id "
        "WHERE body.belt_id IN (SELECT belt_id FROM changed)", shared=True,
    ),
)  # fmt: skip
_HELD_ON = f"(fact.starts_at {ZONE})::date"
MEETING_OWED = Fact(
    "meeting_owed",
    "meetings_jointmeeting",
    ("meetings_expected", "meetings_missed"),
    "SELECT " + line(
        "fact.period_last",
        members(_seats("fact.period_last"), "fact.period_last"),
        ["1", "(fact.state = 'missed')::int"],
    ) + " FROM meetings_jointmeeting AS fact WHERE fact.id = ANY({ids}) AND fact.period IS NOT NULL",
    (own("meetings_jointmeeting", "period", "period_last", "state", "body_id"), *_OF_BODIES),
)  # fmt: skip
MEETING = Fact(
    "meeting",
    "meetings_jointmeeting",
    ("meetings_held",),
    "SELECT " + line(_HELD_ON, members(_seats(_HELD_ON), _HELD_ON), ["1"])
    + f" FROM meetings_jointmeeting AS fact WHERE fact.id = ANY({{ids}}) AND fact.state IN ({listed(HELD_STATES)})",
    (own("meetings_jointmeeting", "state", "starts_at", "body_id"), *_OF_BODIES),
)  # fmt: skip
_PARTIES = "SELECT region_id, ''::text AS role FROM meetings_resolutionparty WHERE resolution_id = fact.id"
RESOLUTION = Fact(
    "resolution",
    "meetings_resolution",
    ("resolutions_open", "resolutions_closed"),
    "SELECT " + line(
        "fact.due_on",
        members(_PARTIES, "fact.due_on"),
        ["(fact.state IN ('open', 'reported'))::int", "(fact.state = 'closed')::int"],
    ) + " FROM meetings_resolution AS fact WHERE fact.id = ANY({ids})",
    (
        own("meetings_resolution", "state", "due_on"),
        parts("meetings_resolutionparty", "resolution_id", "region_id"),
    ),
)  # fmt: skip
