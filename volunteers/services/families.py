"""Holding a registration with all that are one person with it. Every service that changes who is who begins here."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from volunteers.models import Volunteer


class _GrownError(Exception):
    """Somebody was merged while the locks were waited for."""


def hold_families(pks: Iterable[int]) -> dict[int, Volunteer]:
    """Lock these volunteers, those they were merged into and all that were merged into them; by id, lowest first.

    One order for everybody: merges, erasures and deliveries that meet over the same people wait and never block each
    other. When a family grew meanwhile, what was locked is let go and taken anew, in order again.
    """
    wanted = set(pks)
    while True:
        family = _family_of(wanted)
        try:
            with transaction.atomic():
                rows = Volunteer.objects.select_for_update(of=("self",)).filter(pk__in=family).order_by("pk")
                held = {row.pk: row for row in rows}
                if _family_of(wanted) != family:
                    raise _GrownError
                return held
        except _GrownError:
            continue


def _family_of(pks: set[int]) -> set[int]:
    roots = set(pks)
    for pk, root in Volunteer.objects.filter(pk__in=pks).values_list("pk", "merged_into"):
        roots.add(root or pk)
    return set(Volunteer.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).values_list("pk", flat=True))
