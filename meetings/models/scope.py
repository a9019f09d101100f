"""Who sees and changes the rotation: whoever is signed in sees it, the offices and the two counties change it."""

from django.db import models
from django.db.models import Q

from belts.models.rights import writes_corridor


class RotationQuerySet(models.QuerySet):
    """The order of a belt and its terms: public facts, kept by the corridor office."""

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if user.is_authenticated and writes_corridor(user) else self.none()


class TurnChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shown to all staff: the rotation is everybody's."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Withdrawn by the county that asked."""
        return self._of(user, "asker")

    def answerable_by(self, user):
        """Agreed to or declined by a reviewer of the county that was asked."""
        return self._of(user, "other").filter(state="asked")

    def _of(self, user, side):
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        codes = reach.reviewing - reach.provinces  # a provincial office is informed; it does not answer for a county
        return self.filter(Q(**{f"{side}_id__in": codes}))
