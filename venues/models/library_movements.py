"""What library systems report, and where an item is that is not simply at home.

These tables are written by ``venues.services.movements`` alone, thousands of rows a statement. They have no history of
their own: a movement is a line of history, and custody follows from movements (docs/adr/0008).
"""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.models.libraries import Library

LONGEST_NUMBER = LONGEST_ITEM = 40


def library_key(verbose_name="", **options):
    """A library's key. Libraries are never deleted (a trigger refuses it), so no constraint asks once a row."""
    return models.ForeignKey(
        Library,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=verbose_name,
        **options,
    )


class OfLibraryQuerySet(models.QuerySet):
    """Rows of a library, for those who keep it and for those who see everything."""

    library = "library"

    def visible_to(self, user):
        if user.is_authenticated and user.reach.sees_everything and user.reach.places is None:
            return self
        return self.manageable_by(user)

    def manageable_by(self, user):
        return self.filter(**{f"{self.library}__in": Library.objects.manageable_by(user)})


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.reach.sees_everything else self.filter(actor=user.pk)

    def manageable_by(self, user):
        return self.none()


class LibraryDelivery(models.Model):
    """One file or one push: who brought rows, when, and how. Each movement names the one that brought it."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    batch = models.OneToOneField("core.ImportBatch", models.PROTECT, null=True, related_name="+")  # none: a push

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("delivery")

    def __str__(self):
        return f"{self.actor} {self.at:%Y-%m-%d %H:%M}"


class LibraryMovement(models.Model):
    """One transaction of a library system. ``aside`` says why it does not count, or is empty.

    ``other`` is the reader's home library of a loan, the lender of a return that counts (worked out, not sent), and
    the library that receives a transfer.
    """

    class Kind(models.TextChoices):
        BORROWED = "borrowed", pgettext_lazy("lending", "borrowed")
        RETURNED = "returned", pgettext_lazy("lending", "returned")
        TRANSFERRED = "transferred", pgettext_lazy("lending", "transferred")

    class Aside(models.TextChoices):
        BORROWED_TWICE = "borrowed_twice", _("borrowed again without a return in between")
        RETURNED_BEFORE_BORROWED = "returned_before_borrowed", _("returned, but not on loan")
        HELD_ELSEWHERE = "held_elsewhere", _("held by another library at that time")
        MOVED_ON_LOAN = "moved_on_loan", _("transferred while on loan")

    delivery = models.ForeignKey(LibraryDelivery, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    library = library_key(_("library"))
    number = models.CharField(_("transaction number"), max_length=LONGEST_NUMBER)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    at = models.DateTimeField(_("when"))
    owner = library_key(_("owner"))
    item = models.CharField(_("item"), max_length=LONGEST_ITEM)
    other = library_key(_("other library"), null=True)
    reader = models.BinaryField(null=True)  # keyed hash, of a loan only (venues.lending.readers)
    aside = models.CharField(_("kept aside"), max_length=24, choices=Aside.choices, blank=True)

    objects = OfLibraryQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("movement")
        constraints = [
            models.UniqueConstraint(fields=["library", "number"], name="library_movement_once"),
            models.CheckConstraint(
                name="library_movement_has_what_its_kind_needs",
                condition=Q(kind="borrowed", other__isnull=False, reader__isnull=False)
                | Q(kind="returned", reader__isnull=True)
                | (Q(kind="transferred", other__isnull=False, reader__isnull=True) & ~Q(other=F("library"))),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "item", "at"], name="library_movement_of_item"),
            models.Index(fields=["library", "id"], name="library_movement_aside", condition=~Q(aside="")),
            BrinIndex(fields=["at"], name="library_movement_when", autosummarize=True),
        ]

    def __str__(self):
        return f"{self.library_id} {self.number}"


class LibraryItemQuerySet(OfLibraryQuerySet):
    library = "owner"


class LibraryItem(models.Model):
    """An item that is on loan or lives where it is not owned. An item that is simply at home has no row.

    ``base_holder`` and ``base_on_loan`` are where it was when the oldest open day began, if that was not at home.
    """

    owner = library_key(_("owner"))
    item = models.CharField(_("item"), max_length=LONGEST_ITEM)
    holder = library_key(_("holder"))
    on_loan = models.BooleanField(_("on loan"))
    base_holder = library_key(null=True)
    base_on_loan = models.BooleanField(default=False)

    objects = LibraryItemQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "item"]
        verbose_name = _("item")
        constraints = [
            models.UniqueConstraint(fields=["owner", "item"], name="library_item_once"),
            models.CheckConstraint(
                name="library_item_is_not_simply_at_home",
                condition=~Q(holder=F("owner")) | Q(on_loan=True) | Q(base_holder__isnull=False),
            ),
        ]

    def __str__(self):
        return self.item
