"""What is counted of movements, kept in the transaction that writes them (docs/adr/0008)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venues.models.libraries import Library
from venues.models.library_movements import LibraryMovement, OfLibraryQuerySet, library_key


class PairQuerySet(models.QuerySet):
    """Cells of a matrix of two libraries: seen by who sees one of the two."""

    pair = ("source", "target")

    def visible_to(self, user):
        if user.is_authenticated and user.reach.staff and user.reach.places is None:
            return self
        seen = Library.objects.visible_to(user)
        one, other = self.pair
        return self.filter(models.Q(**{f"{one}__in": seen}) | models.Q(**{f"{other}__in": seen}))

    def manageable_by(self, user):
        """Only movements change figures."""
        return self.none()


class LibraryFlow(models.Model):
    """How many movements of a kind a month had from one library to another; the same one twice is no crossing.

    A loan goes from the reader's home library to the lender, a return from the lender to where the item came back, a
    transfer from the sender to the receiver.
    """

    month = models.DateField(_("month"))  # its first day
    kind = models.CharField(_("kind"), max_length=11, choices=LibraryMovement.Kind.choices)
    source = library_key(_("from"))
    target = library_key(_("to"))
    number = models.IntegerField(_("number"))

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["month", "kind", "source", "target"]
        verbose_name = _("flow")
        constraints = [
            models.UniqueConstraint(fields=["month", "kind", "source", "target"], name="library_flow_once"),
            models.CheckConstraint(name="library_flow_counts_something", condition=models.Q(number__gte=0)),
        ]
        indexes = [models.Index(fields=["target", "month"], name="library_flow_to")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.kind} {self.number}"


class StayQuerySet(PairQuerySet):
    pair = ("owner", "holder")


class LibraryStay(models.Model):
    """How many items of an owner a holder has now, on the shelf or on loan; those at home on the shelf are not kept."""

    owner = library_key(_("owner"))
    holder = library_key(_("holder"))
    on_loan = models.BooleanField(_("on loan"))
    number = models.IntegerField(_("number"))

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "holder", "on_loan"]
        verbose_name = _("stay")
        constraints = [
            models.UniqueConstraint(fields=["owner", "holder", "on_loan"], name="library_stay_once"),
            models.CheckConstraint(name="library_stay_counts_something", condition=models.Q(number__gte=0)),
        ]

    def __str__(self):
        return f"{self.owner_id} {self.holder_id} {self.number}"


class LibraryDayQuerySet(OfLibraryQuerySet):
    def visible_to(self, user):
        return self.filter(library__in=Library.objects.visible_to(user))


class LibraryDay(models.Model):
    """A day of a library of which something is known. No row: nothing came, which is an alarm where it is expected.

    ``declared`` is how many transactions the library says the day had, 0 for a day when it was closed; empty while it
    has not said.
    """

    library = library_key(_("library"))
    day = models.DateField(_("day"))
    borrowed = models.PositiveIntegerField(pgettext_lazy("lending", "borrowed"), default=0)
    returned = models.PositiveIntegerField(pgettext_lazy("lending", "returned"), default=0)
    transferred = models.PositiveIntegerField(pgettext_lazy("lending", "transferred"), default=0)
    aside = models.PositiveIntegerField(_("kept aside"), default=0)
    declared = models.PositiveIntegerField(_("declared"), null=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = LibraryDayQuerySet.as_manager()

    class Meta:
        ordering = ["library", "day"]
        verbose_name = _("day of a library")
        constraints = [models.UniqueConstraint(fields=["library", "day"], name="library_day_once")]

    def __str__(self):
        return f"{self.library_id} {self.day}"

    @property
    def held(self):
        """How many transactions of the day are here, counted or aside."""
        return self.borrowed + self.returned + self.transferred + self.aside

    @property
    def is_complete(self):
        return self.declared is None or self.declared == self.held


class LibraryHorizonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.reach.staff else self.none()

    def manageable_by(self, user):
        """Only the closing of old days moves it."""
        return self.none()


class LibraryHorizon(models.Model):
    """The oldest day that still takes movements; those of the days before are counted and gone. One row, or none."""

    open_since = models.DateField(_("open since"))

    objects = LibraryHorizonQuerySet.as_manager()

    class Meta:
        verbose_name = _("oldest open day")
        constraints = [models.CheckConstraint(name="one_library_horizon", condition=models.Q(pk=1))]

    def __str__(self):
        return f"{self.open_since:%Y-%m-%d}"
