from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from volunteers.choices import Likeness
from volunteers.models.pair_scope import PairQuerySet
from volunteers.models.scope import NobodysQuerySet
from volunteers.models.volunteer import Volunteer


@tracked(exclude=["alike"])
class LikelyDuplicate(models.Model):
    """Two registrations that may be one person; the lower id first. People decide, never the portal."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        MERGED = "merged", _("one person")
        DIFFERENT = "different", _("two persons")

    first = models.ForeignKey(Volunteer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Volunteer, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20, choices=Likeness.choices), verbose_name=_("reasons"))
    # For each reason a digest of what was alike, over keyed hashes: {"name_birth_mobile": "5f…"}. A pair that was said
    # to be two persons comes back when this changes, and not otherwise.
    alike = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    found_at = models.DateTimeField(_("found"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["found_at", "pk"]
        verbose_name = _("likely duplicate")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_duplicate_once"),
            models.CheckConstraint(
                name="likely_duplicate_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("The older registration stands first."),
            ),
        ]
        indexes = [models.Index(fields=["found_at"], name="likely_duplicate_open", condition=Q(state="open"))]

    def __str__(self):
        return f"{self.first} ~ {self.second}"

    def get_absolute_url(self):
        return reverse("volunteers:pair", args=[self.pk])


class LikenessMark(models.Model):
    """Up to where volunteers were compared: the last one by ``changed_in`` and id. One row."""

    changed_in = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)

    objects = NobodysQuerySet.as_manager()

    def __str__(self):
        return f"{self.changed_in}/{self.last}"
