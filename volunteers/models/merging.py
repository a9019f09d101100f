import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from volunteers.models.likeness import LikelyDuplicate
from volunteers.models.pair_scope import MergeQuerySet
from volunteers.models.volunteer import Volunteer

UNDO_WITHIN = dt.timedelta(days=30)


@tracked()
class VolunteerMerge(models.Model):
    """Two registrations became one person. ``moved`` says exactly what went over: ids and former values, no data of
    the person; see ``volunteers.services.merging``. Undoing gives that back.
    """

    pair = models.ForeignKey(LikelyDuplicate, models.PROTECT, related_name="merges", verbose_name=_("pair"))
    kept = models.ForeignKey(Volunteer, models.PROTECT, related_name="merges", verbose_name=_("stays"))
    gone = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", verbose_name=_("becomes part of it"))
    moved = models.JSONField(default=dict, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(_("merged"), default=timezone.now, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undo_reason = models.CharField(_("reason of undoing"), max_length=300, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("merge")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="one_standing_merge_of_a_volunteer",
                violation_error_message=_("This registration is part of another one already."),
            ),
            models.CheckConstraint(
                name="merge_is_of_two",
                condition=~Q(kept=F("gone")),
                violation_error_message=_("A registration is not merged into itself."),
            ),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @property
    def undo_until(self):
        return self.made_at + UNDO_WITHIN
