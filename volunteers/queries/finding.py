"""Finding a registration by its number. A number that was merged into another stands for that one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from volunteers.models import Volunteer
from volunteers.numbers import read_number


def volunteer_of_number(text: str, rows: QuerySet[Volunteer]) -> Volunteer | None:
    """The volunteer among ``rows`` whose number this is, or that the number was merged into, however it was typed.

    None where there is none among ``rows``, and for what is no volunteer number.
    """
    try:
        number = read_number(text)
    except ValidationError:
        return None
    own = Q(volunteer_no=number, merged_into=None)
    merged = Q(pk__in=Volunteer.objects.filter(volunteer_no=number).values("merged_into"))
    return rows.filter(own | merged).first()


def root_of(volunteer: Any) -> Any:
    """The registration that stands for this one. Needs ``merged_into``, or asks for it."""
    return volunteer.merged_into if volunteer.merged_into_id else volunteer
