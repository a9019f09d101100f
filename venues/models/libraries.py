import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belts.models.rights import kept_regions
from core.dated import Dated, DatedQuerySet, ends_after_start
from core.history import tracked

CODE = r"^[A-Z0-9][A-Z0-9-]{1,19}$"


class LibraryQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Member libraries and their figures are for all staff; a token sees those of its places."""
        if not user.is_authenticated or not user.reach.staff:
            return self.none()
        places = user.reach.places
        return self if places is None else self.in_regions(places)

    def manageable_by(self, user):
        """Libraries of the regions whose records the user keeps."""
        return self.filter(kept_regions(user, "region__"))

    def in_regions(self, codes):
        """A province's code covers its counties."""
        return self.filter(models.Q(region__in=codes) | models.Q(region__province__in=codes))


@tracked()
class Library(Dated, models.Model):
    """A member of the one-card lending (川渝阅读一卡通), from the day it joined until the day it left.

    ``since`` is empty where nobody knows when it joined. ``region`` is where it lies today: after a boundary change it
    lies in the successor, never in another province, so what was counted stays as it was.
    """

    code = models.CharField(
        _("library code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(CODE, _("Capital letters, digits and hyphens."), code="library_code")],
        help_text=_("What files and systems call the library. Capital letters, digits and hyphens."),
        error_messages={"unique": _("Another library has this code.")},
    )
    name = models.CharField(_("name"), max_length=100)
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="libraries", verbose_name=_("region"))
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="libraries", verbose_name=_("unit")
    )
    since = models.DateField(_("joined"), null=True, blank=True)
    until = models.DateField(_("last day as a member"), null=True, blank=True)
    system = models.CharField(_("library system"), max_length=100, blank=True)
    delivers_since = models.DateField(
        _("delivers lending records since"),
        null=True,
        blank=True,
        help_text=_("From this day on, a day without records raises an alarm. Empty: none are expected."),
    )
    source = models.CharField(_("source"), max_length=200)

    objects = LibraryQuerySet.as_manager()

    class Meta:
        ordering = ["region", "name"]
        verbose_name = _("member library")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="library_name_once_in_a_region",
                violation_error_message=_("This region has a library of that name already."),
            ),
            models.CheckConstraint(
                name="library_code_is_plain",
                condition=models.Q(code__regex=CODE),
                violation_error_message=_("Capital letters, digits and hyphens."),
            ),
            ends_after_start("library_leaves_after_joining", _("A library does not leave before it joins.")),
            ends_after_start(
                "library_delivers_as_a_member",
                _("Records are expected while the library is a member."),
                since="since",
                until="delivers_since",
            ),
        ]
        # Movements name libraries by keys without a constraint of their own, which would ask for each of millions.
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("venues:libraries:library", args=[self.pk])

    @property
    def province_code(self):
        return self.region.province_code
