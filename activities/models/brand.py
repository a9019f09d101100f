from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dated import DatedQuerySet
from core.history import tracked


def in_places(name, codes):
    """A condition: the region ``name`` is one of ``codes``; a province's code covers its counties."""
    return Q(**{f"{name}__in": codes}) | Q(**{f"{name}__province__in": codes})


class SharedEntityQuerySet(models.QuerySet):
    """Brands, teams and works belong to the corridor: all staff see them, their home region keeps them."""

    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        rows = self if reach.places is None else self.filter(in_places("home_region", reach.places))
        if reach.corridor_office:
            return rows
        return rows.filter(home_region_id__in=reach.counties | reach.provinces)

    def credited_to(self, region):
        """At home in the region, or with members or authors from there."""
        there = in_places("home_region", [region.pk])
        for people in ("members", "authors"):
            if hasattr(self.model, people):
                there |= in_places(f"{people}__home_region", [region.pk])
        return self.filter(pk__in=self.model._default_manager.filter(there).values("pk"))


class PartQuerySet(DatedQuerySet):
    """Rows that belong to a team or work, the ``owner``, and follow it."""

    owner: str

    def visible_to(self, user):
        owner = self.model._meta.get_field(self.owner).related_model
        return self.filter(**{f"{self.owner}__in": owner._default_manager.visible_to(user)})

    def manageable_by(self, user):
        owner = self.model._meta.get_field(self.owner).related_model
        return self.filter(**{f"{self.owner}__in": owner._default_manager.manageable_by(user)})


@tracked()
class Brand(models.Model):
    """A brand that activities carry (特色品牌), for example 理响巴蜀."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    home_region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="brands", null=True, blank=True, verbose_name=_("home")
    )
    since = models.DateField(_("since"))
    description = models.TextField(_("description"), max_length=2000, blank=True)

    objects = SharedEntityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("brand")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("activities:brand", args=[self.pk])
