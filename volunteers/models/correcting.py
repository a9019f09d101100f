"""What a person says is kept wrongly of them, until somebody of the county has compared it with the document."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from volunteers.choices import Corrected
from volunteers.models.likeness import LikelyDuplicate
from volunteers.models.volunteer import Volunteer


class CorrectionQuerySet(models.QuerySet):
    """Those who may look at documents decide: reviewers of the home county, and the office of its province."""

    def visible_to(self, user):
        return self.filter(volunteer__in=Volunteer.objects.revealable_by(user))

    def manageable_by(self, user):
        return self.filter(volunteer__in=Volunteer.objects.revealable_by(user).manageable_by(user))

    def of(self, volunteer):
        return self.filter(volunteer=volunteer)

    def waiting(self):
        """Open ones, but for those whose document waits for the decision of a pair."""
        return self.filter(state="open").exclude(pair__state=LikelyDuplicate.State.OPEN)


@tracked(exclude=["draft"])
class Correction(models.Model):
    """``draft``: what should stand instead, sealed by the vault as JSON of ``fields`` and a note; gone once decided.

    ``pair``: the document stands with somebody else, and staff decide first whether the two are one person.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        APPROVED = "approved", _("corrected")
        REFUSED = "refused", _("not corrected")
        WITHDRAWN = "withdrawn", _("taken back")
        CLOSED = "closed", _("void: the registration was merged or erased")

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="corrections", verbose_name=_("volunteer"))
    fields = ArrayField(models.CharField(max_length=20, choices=Corrected.choices), verbose_name=_("what is wrong"))
    draft = models.BinaryField(null=True, editable=False)
    pair = models.ForeignKey(LikelyDuplicate, models.SET_NULL, null=True, related_name="+", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("request for a correction")
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(state="open"),
                name="one_open_correction_a_volunteer",
                violation_error_message=_("A correction is being looked at already. Take it back to ask for another."),
            ),
            models.CheckConstraint(
                name="correction_forgets_what_was_decided",
                condition=Q(state="open", draft__isnull=False, decided_at=None)
                | (~Q(state="open") & Q(draft=None, decided_at__isnull=False)),
                violation_error_message=_("A correction that was decided keeps nothing of what was asked."),
            ),
            models.CheckConstraint(
                name="correction_names_what_is_wrong",
                condition=Q(fields__len__gte=1),
                violation_error_message=_("A correction names what is wrong."),
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="correction_open", condition=Q(state="open"))]

    def __str__(self):
        return f"{self.volunteer} {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("volunteers:correction", args=[self.pk])
