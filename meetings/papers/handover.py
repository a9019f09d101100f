"""A handover on paper, in the language of whoever prints it."""

import datetime as dt
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Handover
from meetings.queries.handover_contents import Contents, MeetingLine


def handover_paper(handover: Handover, contents: Contents, *, shows_contacts: bool) -> dict[str, Any]:
    """What the template ``handover`` takes."""
    term = handover.term
    return {
        "title": _("Handover: %(belt)s %(year)s") % {"belt": term.belt, "year": term.year},
        "facts": _facts(handover),
        "texts": _texts(handover) if shows_contacts else [],
        "tables": [_coming(contents), _resolutions(contents), _meetings(handover, contents), _entries(contents)],
        "cut": _("One of these lists is longer than is shown here. Its own page shows all of it.")
        if contents.cut
        else "",
        "signatures": [
            _("Handed over by, signature and day: %(county)s") % {"county": handover.outgoing},
            _("Accepted by, signature and day: %(county)s") % {"county": handover.incoming},
        ],
    }


def _facts(handover: Handover) -> list[list[str]]:
    since = formats.date_format(timezone.localtime(handover.state_since), "DATETIME_FORMAT")
    facts = [
        [pgettext("handover", "From"), str(handover.outgoing)],
        [pgettext("handover", "To"), str(handover.incoming)],
        [pgettext("deadline", "By"), _in_words(handover.term.until)],
        [_("State"), f"{handover.get_state_display()} · {since}"],
    ]
    if handover.missing and handover.state != Handover.State.ACCEPTED:
        facts.append([_("What is missing"), handover.missing])
    return facts


def _texts(handover: Handover) -> list[dict[str, Any]]:
    texts = [
        (_("Contacts of the counties"), handover.contacts),
        (_("What the next convener should know"), handover.note),
    ]
    return [{"heading": heading, "lines": text.splitlines() or ["–"]} for heading, text in texts]


def _coming(contents: Contents) -> dict[str, Any]:
    line = contents.next_meeting
    return _table(
        _("The next meeting"),
        {_("Meeting"): 3, _("Day"): 2, _("State"): 2},
        [[line.name, _day_of(line), line.state_label]] if line else [],
        _("No meeting of the new term is known yet."),
    )


def _resolutions(contents: Contents) -> dict[str, Any]:
    return _table(
        _("Open resolutions"),
        {_("Number"): 2, _("What was decided"): 4, _("Lead"): 2, _("Due"): 2},
        [[line.number, line.text, line.lead or "–", line.due_on.isoformat()] for line in contents.resolutions],
        _("No resolution is open."),
    )


def _meetings(handover: Handover, contents: Contents) -> dict[str, Any]:
    return _table(
        _("Meetings and files of %(year)s") % {"year": handover.term.year},
        {_("Meeting"): 3, _("Day"): 2, _("State"): 2, _("Minutes and papers"): 4},
        [[line.name, _day_of(line), line.state_label, _files(line)] for line in contents.meetings],
        _("No meeting of that year is known."),
    )


def _entries(contents: Contents) -> dict[str, Any]:
    return _table(
        _("Open lines of the lists"),
        {_("List"): 2, _("Title"): 6, _("County"): 2},
        [[line.kind_label, line.title, line.region] for line in contents.entries],
        _("Nothing is open on the problem, need, resource and project lists."),
    )


def _table(heading: str, columns: dict[str, int], rows: list[list[str]], nothing: str) -> dict[str, Any]:
    """``columns``: heading → share of the width; ``nothing`` stands where there are no rows."""
    return {
        "heading": heading,
        "headings": list(columns),
        "widths": list(columns.values()),
        "rows": rows,
        "nothing": nothing,
    }


def _files(line: MeetingLine) -> str:
    issue = " " + _("issue %(number)s") % {"number": line.issue} if line.issue else ""
    titles = [f"{line.minutes}{issue}"] if line.minutes else []
    return "\n".join([*titles, *(paper.title for paper in line.papers)]) or "–"


def _day_of(line: MeetingLine) -> str:
    if line.day is None:
        return "–"
    return line.day.isoformat() if line.has_day else _("no later than %(day)s") % {"day": _in_words(line.day)}


def _in_words(day: dt.date) -> str:
    return str(formats.date_format(day, "DATE_FORMAT"))
