from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belts.models.rights import kept_regions
from core.dated import Dated, DatedQuerySet, DayRange, ends_after_start
from core.history import tracked, tracked_links
from core.search import Bigrams, matching


class UnitQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        """Units of the regions whose records the user keeps."""
        return self.filter(kept_regions(user, "region__"))

    def in_regions(self, codes):
        """Units of these regions, and joint stations of others that serve them."""
        shared = Unit.shared_with.through.objects.filter(region_id__in=codes)
        return self.filter(Q(region_id__in=codes) | Q(pk__in=shared.values("unit_id")))

    def matching(self, text):
        return matching(self, ("name",), text)


@tracked()
class Unit(Dated, models.Model):
    """A body that takes part (单位). Units form a tree in their region; a joint station serves several counties."""

    class Kind(models.TextChoices):
        CIVILIZATION_OFFICE = "civilization_office", _("civilization office")
        PUBLICITY_DEPARTMENT = "publicity_department", _("publicity department")
        DEPARTMENT = "department", _("government department")
        CENTRE = "centre", _("practice centre (county)")
        INSTITUTE = "institute", _("practice institute (township)")
        STATION = "station", _("practice station (village)")
        JOINT_STATION = "joint_station", _("joint service station")
        POINT = "point", _("practice point or base")
        UNIVERSITY = "university", _("university")
        THINK_TANK = "think_tank", _("think tank")
        LIBRARY = "library", _("library")
        ENTERPRISE = "enterprise", _("enterprise")
        SOCIAL_ORGANISATION = "social_organisation", _("social organisation")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="units", verbose_name=_("region"))
    shared_with = models.ManyToManyField(
        "belts.Region", related_name="shared_units", blank=True, verbose_name=_("also serves")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["region", "kind", "name"]
        verbose_name = _("unit")
        indexes = [GinIndex(Bigrams("name"), name="unit_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="unit_name_once_in_a_region",
                violation_error_message=_("This region has a unit of that name already."),
            ),
            ExclusionConstraint(
                name="one_practice_centre_at_a_time",
                expressions=[("region", RangeOperators.EQUAL), (DayRange(), RangeOperators.OVERLAPS)],
                condition=Q(kind="centre"),
                violation_error_message=_("A county has one practice centre, and this county has it already."),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=models.F("pk")),
                violation_error_message=_("A unit is not part of itself."),
            ),
            ends_after_start("unit_ends_after_start", _("The last day is not before the first.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("belts:unit", args=[self.pk])


@tracked_links()
class UnitSharedWith(Unit.shared_with.through):
    class Meta:
        proxy = True
