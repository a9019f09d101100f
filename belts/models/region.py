from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belts.models.rights import kept_regions, writes_corridor
from core.dated import Dated, DatedQuerySet, ends_after_start
from core.history import tracked, tracked_links


class RegionQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Regions are public facts: whoever is signed in sees them."""
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()

    def units_kept_by(self, user):
        """Regions whose units this user creates and changes."""
        return self.filter(kept_regions(user))

    def counties(self):
        return self.filter(level=Region.Level.COUNTY)

    def in_corridor(self, day):
        """Counties that sit in a belt on that day."""
        from belts.models.belt import BeltMembership

        return self.filter(pk__in=BeltMembership.objects.on(day).values("region_id"))

    def neighbours_of(self, codes, day):
        """Counties across the border from any of ``codes`` on that day, the longest common border first."""
        pairs = BorderPair.objects.on(day)
        lengths = {}
        for near, far in (("chongqing_id", "sichuan_id"), ("sichuan_id", "chongqing_id")):
            for code, length in pairs.filter(**{f"{near}__in": codes}).values_list(far, "shared_kilometres"):
                lengths[code] = max(length, lengths.get(code, 0))
        return sorted(self.filter(pk__in=lengths), key=lambda region: -lengths[region.pk])


@tracked()
class Region(Dated, models.Model):
    """A province, prefecture or county by its six-digit code (GB/T 2260), from one day to another.

    A region that is abolished keeps its row and its records; its successors are separate regions.
    Coordinates are GCJ-02 degrees of the county's seat, for the sketch map only.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")
        COUNTY = "county", _("county")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=50)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    prefecture = models.CharField(_("prefecture"), max_length=50, blank=True)
    province = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("province")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    population = models.PositiveIntegerField(_("population (2020)"), null=True, blank=True)
    since = models.DateField(_("valid from"), null=True, blank=True)
    until = models.DateField(_("valid to"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name=_("successors")
    )
    source = models.CharField(_("source"), max_length=200)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        constraints = [
            models.CheckConstraint(
                name="region_code_has_six_digits",
                condition=models.Q(code__regex=r"^[0-9]{6}$"),
                violation_error_message=_("A region's code has six digits."),
            ),
            models.CheckConstraint(
                name="region_below_a_province_names_it",
                condition=models.Q(level="province", province=None)
                | (~models.Q(level="province") & ~models.Q(province=None)),
                violation_error_message=_("A prefecture or county names its province; a province has none."),
            ),
            ends_after_start("region_ends_after_start", _("A region's last day is not before its first.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("belts:county", args=[self.code])

    @property
    def province_code(self):
        return self.province_id or self.code


@tracked_links()
class RegionSuccessor(Region.successors.through):
    class Meta:
        proxy = True


class BorderPairQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


@tracked()
class BorderPair(Dated, models.Model):
    """A county of Chongqing and one of Sichuan that touch across the border."""

    chongqing = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("county in Chongqing"))
    sichuan = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("county in Sichuan"))
    shared_kilometres = models.DecimalField(_("shared border (km, approximate)"), max_digits=6, decimal_places=1)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = BorderPairQuerySet.as_manager()

    class Meta:
        ordering = ["chongqing", "sichuan"]
        verbose_name = _("border pair")
        constraints = [
            models.UniqueConstraint(fields=["chongqing", "sichuan"], name="one_border_pair_of_two_counties"),
            ends_after_start("border_pair_ends_after_start", _("The last day is not before the first.")),
        ]

    def __str__(self):
        return f"{self.chongqing} – {self.sichuan}"
