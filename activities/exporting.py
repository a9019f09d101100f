"""Activities as a table for CSV and XLSX: the columns, what each means, and how the file was narrowed."""

from django.utils.translation import gettext as _

from accounts.services.exporting import take_out
from activities.models import Activity
from activities.queries.lists import ORDER
from belts.models import BeltMembership
from core.exports import Column

CHUNK = 2000
BETWEEN = "、"


def table_of(rows, *, actor, description):
    """The table of ``rows``; ValidationError (``too_many_rows``) when they are too many for one file."""
    return take_out(
        actor=actor,
        name=_("activities"),
        rows=rows,
        description=description,
        counting=_(
            "One row is one record and counts once. It is credited to every county, belt and province that takes "
            "part, so figures of parts do not add up to the whole. Figures count verified records only."
        ),
        columns=columns(_Seats()),
        lines=_with_everything(rows).iterator(chunk_size=CHUNK),
    )


def _with_everything(rows):
    return rows.with_parties().prefetch_related("teams", "works", "speakers").order_by(*ORDER)


class _Seats:
    """Which belt a county sat in on a day; the few membership rows are read once."""

    def __init__(self):
        self.rows = list(BeltMembership.objects.select_related("belt").order_by("belt__position"))

    def of(self, activity):
        day, codes = activity.starts_on, {party.region_id for party in activity.parties.all()}
        seats = (
            seat
            for seat in self.rows
            if seat.region_id in codes and seat.since <= day and (seat.until is None or seat.until >= day)
        )
        return BETWEEN.join(dict.fromkeys(seat.belt.name for seat in seats))


def _names(items):
    return BETWEEN.join(str(item) for item in items)


def _partner_codes(activity):
    return " ".join(party.region_id for party in activity.partners)


def columns(seats):
    return [*_what(), *_when_and_where(), *_who(seats), *_how_many(), *_life()]


def _what():
    return [
        Column(_("Number"), _("The record's number in the portal."), lambda row: row.pk, 9),
        Column(_("Title"), _("What it was."), lambda row: row.title, 40),
        Column(_("Kind"), _("One of the portal's kinds."), Activity.get_kind_display),
        Column(_("Key task"), _("Which of the five key tasks of the joint plan it serves."), Activity.get_task_display),
        Column(_("Brand"), _("The brand it carries."), lambda row: row.brand and row.brand.name),
        Column(_("Summary"), _("As it was logged."), lambda row: row.summary, 40),
    ]


def _when_and_where():
    return [
        Column(_("From"), _("First day; a record known to the month or year spans it."), lambda row: row.starts_on),
        Column(_("To"), _("Last day."), lambda row: row.ends_on),
        Column(_("Known to the"), _("How exactly the days are known."), Activity.get_precision_display, 10),
        Column(_("Begins"), _("Time of day, where known."), lambda row: row.starts_at, 8),
        Column(_("Ends"), _("Time of day, where known."), lambda row: row.ends_at, 8),
        Column(_("Place"), _("Venue or address."), lambda row: row.place, 24),
        Column(
            _("Region of the place"), _("Where the place lies."), lambda row: row.place_region and row.place_region.name
        ),
    ]


def _who(seats):
    return [
        Column(_("Lead county"), _("Who logged it and keeps it."), lambda row: row.lead and row.lead.region.name),
        Column(_("Lead code"), _("GB/T 2260 code of the lead county."), lambda row: row.lead and row.lead.region_id, 9),
        Column(
            _("Lead unit"),
            _("The unit of the lead."),
            lambda row: row.lead and row.lead.unit and row.lead.unit.name,
            24,
        ),
        Column(
            _("Partners"),
            _("The other parties: unit, or county where no unit is named."),
            lambda row: _names(row.partners),
            30,
        ),
        Column(_("Partner codes"), _("GB/T 2260 codes of the partners' counties, in the same order."), _partner_codes),
        Column(_("Belts"), _("Belts of the parties as they were on the first day."), seats.of, 20),
        Column(
            _("Both provinces"),
            _("Whether parties of both provinces take part."),
            lambda row: row.is_cross_province,
            9,
        ),
        Column(
            _("Organisers"),
            _("As the source names them, where they are no unit of the portal."),
            lambda row: row.organisers,
            24,
        ),
        Column(_("Teams"), _("Lecture teams."), lambda row: _names(row.teams.all()), 20),
        Column(_("Touring"), _("Whether a team's home is not the region of the place."), lambda row: row.is_touring, 9),
        Column(_("Works"), _("What was lectured with."), lambda row: _names(row.works.all()), 20),
        Column(_("Speakers"), _("Who spoke."), lambda row: _names(row.speakers.all()), 20),
    ]


def _how_many():
    return [
        Column(
            _("Audience"),
            _("People; never add numbers that were counted in different ways."),
            lambda row: row.audience,
            10,
        ),
        Column(
            _("How counted"),
            _("Named by sign-in, counted, or estimated."),
            lambda row: row.get_audience_basis_display() if row.audience_basis else None,
            12,
        ),
        Column(_("Method"), _("How an estimate was made."), lambda row: row.audience_method, 20),
        Column(_("Volunteers"), _("Volunteers who helped."), lambda row: row.volunteers, 10),
    ]


def _life():
    return [
        Column(_("State"), _("Only verified records count in figures."), Activity.get_state_display, 10),
        Column(_("Verified"), _("When a reviewer verified it."), lambda row: row.verified_at, 16),
        Column(_("Logged"), _("When it was logged."), lambda row: row.created_at, 16),
        Column(_("Origin"), _("How it came into the portal."), Activity.get_origin_display, 12),
        Column(_("Source"), _("The list or system it came from."), lambda row: row.source, 16),
        Column(_("Id in the source"), _("Its number there."), lambda row: row.source_id, 14),
        Column(_("Where the source found it"), _("The paper or page, with its day."), lambda row: row.source_note, 24),
    ]
