"""What staff decide of a pair: one person, two persons, or a merge taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from volunteers.models import LikelyDuplicate, VolunteerMerge
from volunteers.queries.finding import root_of
from volunteers.services.merging import keep_apart, merge_volunteers
from volunteers.services.undoing import undo_merge


def decide_merge(*, actor: Any, pair: LikelyDuplicate, keep: str, reason: str) -> VolunteerMerge:
    """``keep`` is the volunteer number that stays, of those that stand for the pair.

    Codes: ``not_of_the_pair`` and those of ``merge_volunteers``.
    """
    sides = {side.volunteer_no: side for side in (root_of(pair.first), root_of(pair.second))}
    kept = sides.pop(keep, None)
    if kept is None or not sides:
        raise ValidationError(_("Choose one of the two numbers to stay."), code="not_of_the_pair")
    return merge_volunteers(actor=actor, keep=kept, gone=next(iter(sides.values())), reason=reason, pair=pair)


def decide_apart(*, actor: Any, pair: LikelyDuplicate, reason: str) -> LikelyDuplicate:
    """Codes: ``pair_merged``."""
    return keep_apart(actor=actor, pair=pair, note=reason)


def take_back(*, actor: Any, pair: LikelyDuplicate, reason: str) -> VolunteerMerge:
    """Undo the merge that stands of this pair. Codes: ``pair_not_merged`` and those of ``undo_merge``."""
    merge = VolunteerMerge.objects.standing().filter(pair=pair).first()
    if merge is None:
        raise ValidationError(_("This pair is not merged."), code="pair_not_merged")
    return undo_merge(actor=actor, merge=merge, reason=reason)
