from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.scope import PartOfActivityQuerySet
from core.history import tracked


class DuplicateCandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shown to both sides: whoever sees both records."""
        from activities.models.activity import Activity

        seen = Activity.objects.visible_to(user)
        return self.filter(Q(first__in=seen) | Q(first__state="merged"), Q(second__in=seen) | Q(second__state="merged"))

    def manageable_by(self, user):
        """A reviewer of either record's lead county decides."""
        from activities.models.activity import ActivityParty

        codes = user.reach.reviewing
        led = ActivityParty.objects.filter(role="lead").filter(
            Q(region_id__in=codes) | Q(region__province_id__in=codes)
        )
        return self.filter(Q(first__in=led.values("activity")) | Q(second__in=led.values("activity")))


@tracked()
class DuplicateCandidate(models.Model):
    """Two records that may be one event, logged on two sides of the border. ``first`` has the lower id."""

    class State(models.TextChoices):
        OPEN = "open", _("to decide")
        MERGED = "merged", _("merged")
        DIFFERENT = "different", _("two events")

    first = models.ForeignKey("activities.Activity", models.CASCADE, related_name="+")
    second = models.ForeignKey("activities.Activity", models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("likeness in percent"))
    reasons = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    undo = models.JSONField(null=True)  # what the merge changed, so that undoing gives back exactly that
    found_at = models.DateTimeField(default=timezone.now)

    objects = DuplicateCandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("possible duplicate")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_of_records_once"),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return f"{self.first} ≈ {self.second}"


class Comparison(models.Model):
    """The version of a record that was last compared with the others; an older one is owed a comparison."""

    activity = models.OneToOneField("activities.Activity", models.CASCADE, primary_key=True, related_name="comparison")
    version = models.PositiveIntegerField()

    objects = PartOfActivityQuerySet.as_manager()

    def __str__(self):
        return f"{self.activity_id} v{self.version}"
