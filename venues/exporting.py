"""Venues as a table for CSV and XLSX: the columns, what each means, and how the file was narrowed."""

from django.utils.translation import gettext as _

from accounts.services.exporting import take_out
from core.exports import Column
from venues.models import Facility, Venue
from venues.queries.lists import ORDER, complete

CHUNK = 2000
BETWEEN = "、"


def table_of(rows, *, actor, description):
    """The table of ``rows``; ValidationError (``too_many_rows``) when they are too many for one file."""
    return take_out(
        actor=actor,
        name=_("venues"),
        rows=rows,
        description=description,
        counting=_("One row is one venue. A part stands beside its whole: do not add their capacities."),
        columns=columns(),
        lines=complete(rows).order_by(*ORDER).iterator(chunk_size=CHUNK),
    )


def columns():
    return [*_what(), *_where(), *_use(), *_origin()]


def facility_words(venue):
    labels = dict(Facility.choices)
    return [str(labels[name]) for name in venue.facilities]


def _names(rows):
    return BETWEEN.join(str(row) for row in rows)


def _hours(venue):
    return "; ".join(str(row) for row in venue.hours.all())


def _what():
    return [
        Column(_("Number"), _("The venue's number in the portal."), lambda row: row.pk, 9),
        Column(_("Name"), _("As it is called there."), lambda row: row.name, 30),
        Column(_("Kind"), _("One of the portal's kinds."), Venue.get_kind_display, 16),
        Column(_("Kind in the source"), _("What the source calls it."), lambda row: row.source_kind, 16),
        Column(_("Part of"), _("The venue that this is a part of."), lambda row: row.parent and row.parent.name, 24),
    ]


def _where():
    return [
        Column(_("Province"), _("Of the county."), lambda row: row.region.province and row.region.province.name, 10),
        Column(_("County"), _("Where it lies."), lambda row: row.region.name, 10),
        Column(_("Code"), _("GB/T 2260 code of the county."), lambda row: row.region_id, 9),
        Column(_("Unit in charge"), _("Who keeps it."), lambda row: row.unit and row.unit.name, 24),
        Column(_("Address"), _("As the source writes it."), lambda row: row.address, 30),
        Column(_("Latitude"), _("Degrees, GCJ-02."), lambda row: row.latitude, 12),
        Column(_("Longitude"), _("Degrees, GCJ-02."), lambda row: row.longitude, 12),
    ]


def _use():
    return [
        Column(_("Holds"), _("How many people it holds."), lambda row: row.capacity, 9),
        Column(_("Capacity or area"), _("In the source's words."), lambda row: row.size_note, 24),
        Column(_("Facilities"), _("What a borrower finds."), lambda row: BETWEEN.join(facility_words(row)), 30),
        Column(_("Accessibility"), _("How to get in and about."), lambda row: row.accessibility, 30),
        Column(_("Opening hours"), _("Its own; empty: those of its whole."), _hours, 30),
        Column(_("Can be booked"), _("Whether it takes bookings."), lambda row: row.bookable, 9),
        Column(_("Built by"), _("Units that built it together."), lambda row: _names(row.builders.all()), 24),
        Column(_("Shared with"), _("Counties that share it."), lambda row: _names(row.shared_with.all()), 20),
        Column(_("Sharing, in words"), _("As the source writes it."), lambda row: row.sharing_note, 24),
    ]


def _origin():
    return [
        Column(_("Since"), _("First day, where known."), lambda row: row.since, 11),
        Column(_("Until"), _("Last day; empty: still."), lambda row: row.until, 11),
        Column(_("Source"), _("The list or system it came from."), lambda row: row.source, 16),
        Column(_("Id in the source"), _("Its number there."), lambda row: row.source_id, 14),
        Column(_("Where the source found it"), _("The paper or page, with its day."), lambda row: row.source_note, 24),
    ]
