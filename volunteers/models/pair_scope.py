"""Who sees pairs that may be one person, and the merges that came of them: staff of either side."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from volunteers.choices import State


def _of_staff(user, *names):
    """One of these volunteers is of the user's own regions. Asked pair by pair: pairs are few, volunteers millions."""
    from volunteers.models.volunteer import Volunteer

    mine = Volunteer.objects.manageable_by(user)
    found = Q()
    for name in names:
        found |= Q(Exists(mine.filter(pk=OuterRef(name))))
    return found


class PairQuerySet(models.QuerySet):
    """Pairs that may be one person: staff of either side's home county or province."""

    def visible_to(self, user):
        return self.manageable_by(user)

    def manageable_by(self, user):
        return self.filter(_of_staff(user, "first_id", "second_id"))

    def waiting(self):
        """Those to be decided: open, nobody erased, and not merged into one person by way of another pair."""
        first, second = Coalesce("first__merged_into", "first"), Coalesce("second__merged_into", "second")
        rows = self.filter(state="open")
        for side in ("first", "second", "first__merged_into", "second__merged_into"):
            rows = rows.exclude(**{f"{side}__state": State.ERASED})
        return rows.annotate(first_root=first, second_root=second).exclude(first_root=F("second_root"))


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.manageable_by(user)

    def manageable_by(self, user):
        return self.filter(_of_staff(user, "kept_id", "gone_id"))

    def standing(self):
        return self.filter(undone_at=None)
