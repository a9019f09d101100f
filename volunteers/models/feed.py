"""What the change feed rests on beside the rows themselves: docs/adr/0010."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models.scope import NobodysQuerySet
from volunteers.models.volunteer import Volunteer


class FeedEpoch(models.Model):
    """Since when transaction numbers go up without a break. A restored database begins a new one; the newest holds.

    ``mark`` stands in every cursor. It is chance and not a count: after two restores of the same copy a count would
    come to the same number twice.
    """

    mark = models.CharField(max_length=32, unique=True)
    cluster = models.CharField(max_length=60)  # which server wrote it, and on which line of its life
    reason = models.CharField(_("reason"), max_length=200)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("beginning of the change feed")

    def __str__(self):
        return f"{self.mark} {self.started_at:%Y-%m-%d %H:%M}"


class FeedTrace(models.Model):
    """What a feed may have told of a volunteer, and what no row says any more; written by triggers when it goes.

    ``mark``: "account:<platform>", "home:<province>" (active there once) or "share" (agreed to it once).
    """

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="+", db_constraint=False)
    mark = models.CharField(max_length=40)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace of the change feed")
        constraints = [models.UniqueConstraint(fields=["volunteer", "mark"], name="feed_trace_once")]
        indexes = [models.Index(fields=["mark"], name="feed_trace_mark")]

    def __str__(self):
        return f"{self.volunteer_id} {self.mark}"
