"""Both homes are told of a merge and of its undoing: reviewers, or the office where only the province is known."""

from typing import Any

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from volunteers.models import VolunteerMerge

MERGED, UNDONE = "volunteers_merged", "volunteers_merge_undone"


def tell_of_merge(merge: VolunteerMerge, actor: Any) -> None:
    _tell(merge, actor, MERGED)


def tell_of_undoing(merge: VolunteerMerge, actor: Any) -> None:
    _tell(merge, actor, UNDONE)


def _tell(merge: VolunteerMerge, actor: Any, kind: str) -> None:
    homes = [merge.kept.home_id, merge.gone.home_id]
    people = User.objects.holding_today(Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE, regions=homes)
    if actor is not None:
        people = people.exclude(pk=actor.pk)
    owe_notices(
        to=people,
        kind=kind,
        key=f"merge:{merge.pk}",
        url=merge.pair.get_absolute_url(),
        params={"kept": merge.kept.volunteer_no, "gone": merge.gone.volunteer_no},
    )
