from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belts.models.rights import writes_corridor
from core.dated import Dated, DatedQuerySet, DayRange, ends_after_start
from core.history import tracked


class BeltQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


@tracked()
class Belt(models.Model):
    """A civilization-practice belt (文明实践带), built round an economic zone."""

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=50, unique=True)
    zone = models.CharField(_("economic zone"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    source = models.CharField(_("source"), max_length=200)

    objects = BeltQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("belt")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("belts:belt", args=[self.code])


class BeltMembershipQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


@tracked()
class BeltMembership(Dated, models.Model):
    """A county's seat in a belt, from one day to another; a county has at most one seat on any day."""

    class Certainty(models.TextChoices):
        STATED = "stated", _("stated in a source")
        INFERRED = "inferred", _("inferred")

    belt = models.ForeignKey(Belt, models.PROTECT, related_name="memberships", verbose_name=_("belt"))
    region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="belt_memberships", verbose_name=_("county")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty.choices)
    evidence = models.CharField(_("evidence"), max_length=300)

    objects = BeltMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["belt", "region", "since"]
        verbose_name = _("belt membership")
        constraints = [
            ends_after_start("belt_membership_ends_after_start", _("The last day is not before the first.")),
            ExclusionConstraint(
                name="county_in_one_belt_at_a_time",
                expressions=[("region", RangeOperators.EQUAL), (DayRange(), RangeOperators.OVERLAPS)],
                violation_error_message=_("This county has a seat in a belt in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.region} · {self.belt}"
