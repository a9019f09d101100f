"""Resolutions as files: a table for XLSX and CSV with what each column means, and the evidence as downloads."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.services.exporting import take_out
from core.exports import Column
from core.views import stored_file
from meetings.queries.resolutions import ORDER, complete, counterparts_of, doers_of, lead_of, say_colours

CHUNK = 2000
BETWEEN = "、"


def table_of(rows, *, actor, description):
    """The table of ``rows``; ValidationError (``too_many_rows``) when they are too many for one file."""
    return take_out(
        actor=actor,
        name=_("resolutions"),
        rows=rows,
        description=description,
        counting=_("One row is one resolution, also where several counties carry it out."),
        columns=[*_what(), *_who(), *_how()],
        lines=_lines(rows),
    )


def _lines(rows):
    """In pieces: a board of a hundred thousand stays a stream."""
    piece = []
    for row in complete(rows).select_related("closed_by").order_by(*ORDER).iterator(chunk_size=CHUNK):
        piece.append(row)
        if len(piece) == CHUNK:
            say_colours(piece)
            yield from piece
            piece = []
    say_colours(piece)
    yield from piece


def _place(party):
    return str(party.unit or party.region) if party else ""


def _places(parties):
    return BETWEEN.join(map(_place, parties))


def _what():
    return [
        Column(_("Number"), _("Year, body, session, sequence; never used again."), lambda row: row.number, 20),
        Column(_("What was decided"), _("As noted."), lambda row: row.text, 60),
        Column(_("Body"), _("Who decided it."), lambda row: row.meeting.body.name, 24),
        Column(_("Meeting of"), _("The day of the meeting."), lambda row: _day(row.meeting.starts_at), 12),
    ]


def _who():
    return [
        Column(_("Lead"), _("The unit, or the region where none is named."), lambda row: _place(lead_of(row)), 24),
        Column(_("Co-units"), _("Who carries it out with it."), lambda row: _places(doers_of(row)[1:]), 30),
        Column(_("Counterpart"), _("Who confirms it."), lambda row: _places(counterparts_of(row)), 14),
        Column(_("Crosses the border"), _("Doers or counterpart of both provinces."), lambda row: row.cross_border, 9),
    ]


def _how():
    return [
        Column(_("Due"), _("As it stands now."), lambda row: row.due_on, 12),
        Column(_("Due at first"), _("Before extensions."), lambda row: row.first_due_on, 12),
        Column(_("State"), _("On the day of the file."), lambda row: row.get_state_display(), 14),
        Column(_("Colour"), _("By the policy of the body, on the day of the file."), lambda row: row.colour_word, 20),
        Column(_("Last report"), _("From this day on silence is counted."), lambda row: row.last_report_on, 12),
        Column(_("Days since it was made"), _("Its age."), lambda row: row.age_in_days, 9),
        Column(pgettext("resolution", "Closed"), _("When it was confirmed."), lambda row: row.closed_at, 16),
        Column(_("Closed by"), _("Who confirmed it."), lambda row: str(row.closed_by or ""), 14),
    ]


def _day(moment):
    return moment and timezone.localdate(moment)


def download(row):
    """A file of evidence; a photo was kept as JPEG, whatever it was sent as."""
    name = f"{row.name.rsplit('.', 1)[0]}.jpg" if row.media_type == "image/jpeg" else row.name
    return stored_file(row.file, name=name, media_type=row.media_type)
