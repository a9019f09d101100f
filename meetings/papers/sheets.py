"""Sign-in sheet and name plates of a meeting, in the language of whoever prints them."""

from collections.abc import Sequence
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from meetings.models import Attendee, JointMeeting

BLANK_LINES = 6  # for who comes unannounced


def sign_in_sheet(meeting: JointMeeting, attendees: Sequence[Attendee]) -> dict[str, Any]:
    """What the template ``sign_in`` takes, and the page for printing too."""
    rows = [[str(place), *_cells(row), ""] for place, row in enumerate(attendees, start=1)]
    rows += [[str(len(rows) + place), *[""] * 6] for place in range(1, BLANK_LINES + 1)]
    return {
        "title": _("Sign-in sheet: %(meeting)s") % {"meeting": meeting},
        "subtitle": " · ".join(filter(None, [_when(meeting), place_of(meeting)])),
        "headings": [_("No."), _("Region"), _("Name"), _("Unit"), _("Post"), _("Attends as"), _("Signature")],
        "rows": rows,
    }


def name_plates(meeting: JointMeeting, attendees: Sequence[Attendee]) -> dict[str, Any]:
    """What the template ``plates`` takes: of those who are not excused."""
    coming = [row for row in attendees if row.presence != Attendee.Presence.EXCUSED]
    plates = [{"name": row.name, "place": row.unit or str(row.invitation.region)} for row in coming]
    return {"title": _("Name plates: %(meeting)s") % {"meeting": meeting}, "plates": plates}


def place_of(meeting: JointMeeting) -> str:
    return meeting.place or (str(meeting.venue) if meeting.venue else "")


def _cells(row: Attendee) -> list[str]:
    instead = _("for %(person)s") % {"person": row.stands_in_for} if row.stands_in_for else ""
    role = row.get_role_display() if row.role == Attendee.Role.OBSERVER else ""
    return [str(row.invitation.region), row.name, row.unit, row.rank, " ".join(filter(None, [role, instead]))]


def _when(meeting: JointMeeting) -> str:
    return formats.date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT") if meeting.starts_at else ""
