"""The log of transfers as a table for CSV and XLSX."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.services.exporting import take_out
from core.exports import Column
from volunteers.models import Transfer
from volunteers.queries.transfers import ORDER, complete

CHUNK = 2000


def transfer_table(rows, *, actor, description):
    """The table of ``rows``; ValidationError (``too_many_rows``) when they are too many for one file."""
    return take_out(
        actor=actor,
        name=_("transfers"),
        rows=rows,
        description=description,
        counting=_("One row is one transfer. Somebody who went across twice stands in two rows."),
        columns=transfer_columns(),
        lines=complete(rows).order_by(*ORDER).iterator(chunk_size=CHUNK),
    )


def transfer_columns():
    return [
        Column(_("Time"), _("When it went across."), lambda row: row.at, 16),
        Column(_("From"), _("Province of the people."), lambda row: row.from_province.name, 10),
        Column(_("To"), _("Province of who got it."), lambda row: row.to_province.name, 10),
        Column(_("Way"), _("How it went."), Transfer.get_kind_display, 16),
        Column(_("Platform"), _("The platform that got it."), lambda row: row.platform and row.platform.name, 16),
        Column(_("Who"), _("The person or account that got it."), lambda row: row.user and str(row.user), 16),
        Column(_("What"), _("Which data of theirs."), lambda row: row.what, 40),
        Column(pgettext("how many", "People"), _("How many people it was about."), lambda row: row.people, 9),
        Column(_("Basis"), _("What allowed it."), lambda row: row.basis, 30),
        Column(_("Request"), _("Id of the request, as in the history."), lambda row: row.request_id, 34),
    ]
