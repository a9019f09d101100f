"""Volunteers as a table for CSV and XLSX: masked, marked with what for and by whom, and written in the audit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.services.exporting import take_out
from core.exports import Column, Table
from volunteers.choices import Dialect, ServiceTime, Skill
from volunteers.models import Volunteer
from volunteers.queries import registry
from volunteers.services.looking import note_sent_across

# Of people a file holds fewer rows than of other things: who needs more asks for a narrower one, and says why again.
MOST_ROWS = 10_000
SHORTEST_PURPOSE = 4
CHUNK = 2000
BETWEEN = "、"


@transaction.atomic
def table_of(rows: Any, *, actor: Any, description: str, purpose: str) -> Table:
    """The table of ``rows``, which the audit holds from now on with ``purpose``.

    Codes ``too_many_rows`` when they are too many for one file, ``purpose_missing``.
    """
    purpose = purpose.strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise ValidationError({"purpose": ValidationError(_("Say what the file is for."), code="purpose_missing")})
    note_sent_across(actor=actor, rows=rows, what=_("a file: %(purpose)s") % {"purpose": purpose})
    return take_out(
        actor=actor,
        name=_("volunteers"),
        rows=rows,
        description=description,
        counting=_("Names are masked, and no number of a document or mobile is in this file."),
        columns=[*_who(), *_how()],
        lines=registry.listed(rows).order_by(*registry.ORDER).iterator(chunk_size=CHUNK),
        most=MOST_ROWS,
        purpose=purpose,
    )


def words_of(choices: Any, chosen: list[str]) -> str:
    labels = dict(choices)
    return BETWEEN.join(str(labels[name]) for name in chosen)


def _who() -> list[Column]:
    return [
        Column(_("Volunteer number"), _("Permanent, tells nothing of the person."), lambda row: row.volunteer_no, 16),
        Column(_("Name"), _("Masked."), registry.masked_name, 10),
        Column(_("State"), _("What became of the registration."), Volunteer.get_state_display, 12),
        Column(_("Province"), _("Of the home county."), lambda row: row.home.province and row.home.province.name, 10),
        Column(_("Home county"), _("Where they are at home."), lambda row: row.home.name, 12),
        Column(pgettext("of a person", "Age"), _("By the year of birth."), _age, 12),
    ]


def _how() -> list[Column]:
    return [
        Column(_("Registered"), _("The earliest day, on whichever platform."), lambda row: row.registered_on, 11),
        Column(_("Registered through"), _("Where that was."), lambda row: row.registered_through.name, 16),
        Column(_("Platforms"), _("Where they have an account today."), _platforms, 24),
        Column(_("Skills"), _("As they stated them."), lambda row: words_of(Skill.choices, row.skills), 30),
        Column(_("Times"), _("When they serve."), lambda row: words_of(ServiceTime.choices, row.times), 20),
        Column(_("Languages"), _("And dialects."), lambda row: words_of(Dialect.choices, row.dialects), 20),
    ]


def _age(row: Volunteer) -> str:
    band = registry.age_band(row)
    return str(band.label) if band else ""


def _platforms(row: Any) -> str:
    return BETWEEN.join(dict.fromkeys(account.platform.name for account in row.open_accounts))
