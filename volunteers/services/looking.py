"""People of the other province who are shown to somebody: each time is a line in the log of transfers."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from volunteers.choices import TransferKind
from volunteers.models import Volunteer
from volunteers.models.scope import HOME_PROVINCE, places_of
from volunteers.services.transfers import record_transfer

LONGEST_WHAT = 200


@transaction.atomic
def note_looked_at(*, actor: Any, volunteers: list[Volunteer], what: str) -> None:
    """People who stand on a page or in an answer that ``actor`` gets."""
    _note(actor, TransferKind.PAGE, Counter(row.home.province_code for row in volunteers), what)


@transaction.atomic
def note_sent_across(*, actor: Any, rows: QuerySet[Any], what: str) -> None:
    """People in a file that ``actor`` takes: those of ``rows``."""
    counted = rows.order_by().values_list(HOME_PROVINCE).annotate(Count("pk"))
    _note(actor, TransferKind.EXPORT, dict(counted), what)


def _note(actor, kind, counts, what):
    """Those of a province that is not one of the reader's, where there are any."""
    own = sorted({f"{code[:2]}0000" for code in places_of(actor)})
    for province, people in counts.items():
        if province not in own:
            record_transfer(
                kind=kind,
                user=actor,
                from_province=province,
                to_province=own[0],
                what=what[:LONGEST_WHAT],
                people=people,
                basis=_("their consent that the other province knows it"),
            )
