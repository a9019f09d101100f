from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet, ends_after_start
from core.history import tracked
from meetings.models.scope import RotationQuerySet, TurnChangeQuerySet
from meetings.rotation import Reason

REASONS = {
    Reason.FIRST: _("the first convener, as decided"),
    Reason.ALTERNATES: _("the provinces alternate: next of the other province"),
    Reason.IN_ORDER: _("next in the order; the other province has nobody waiting"),
    Reason.NOT_TWICE: _("next in the order; nobody convenes two years running"),
    Reason.SWAPPED: _("swapped, with the consent of both"),
    Reason.SERVED: _("term served"),
}


@tracked()
class Rotation(models.Model):
    """That a belt rotates, from which day on, and what its order rests on. The order itself is ``places``."""

    belt = models.OneToOneField("belts.Belt", models.PROTECT, related_name="rotation", verbose_name=_("belt"))
    first_day = models.DateField(_("first day"))
    source = models.CharField(_("what the order rests on"), max_length=300)

    objects = RotationQuerySet.as_manager()

    class Meta:
        ordering = ["belt"]
        verbose_name = _("rotation")

    def __str__(self):
        return str(self.belt)


@tracked()
class RotationPlace(models.Model):
    """A county's place in the order; the first place is the first convener. Who joins later needs none."""

    rotation = models.ForeignKey(Rotation, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField(_("place"))
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("county"))

    objects = RotationQuerySet.as_manager()

    class Meta:
        ordering = ["rotation", "position"]
        verbose_name = _("place in the rotation")
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "position"],
                name="rotation_place_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This place is taken."),
            ),
            models.UniqueConstraint(
                fields=["rotation", "region"],
                name="county_once_in_a_rotation",
                violation_error_message=_("This county has a place already."),
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.region}"


class ConvenerTermQuerySet(DatedQuerySet, RotationQuerySet):
    def begun(self, day):
        """Terms that are facts: those of the past and the one that runs."""
        return self.filter(since__lte=day)


@tracked()
class ConvenerTerm(Dated, models.Model):
    """Whose turn a year is. Powers follow it by the calendar: nobody grants them and no job has to run.

    ``region`` is the county whose turn it is; a successor region has its seat and so its term. A substitute serves in
    its name for the whole term: both keep their own next turns.
    """

    belt = models.ForeignKey("belts.Belt", models.PROTECT, related_name="terms", verbose_name=_("belt"))
    year = models.PositiveSmallIntegerField(_("year"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="terms", verbose_name=_("convener"))
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    place = models.PositiveSmallIntegerField(_("place in the cycle"))
    reason = models.CharField(_("reason"), max_length=10, choices=[(word.value, REASONS[word]) for word in Reason])
    substitute = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("substitute")
    )

    objects = ConvenerTermQuerySet.as_manager()

    class Meta:
        ordering = ["belt", "year"]
        verbose_name = _("convener's term")
        constraints = [
            models.UniqueConstraint(
                fields=["belt", "year"],
                name="one_convener_a_belt_and_year",
                violation_error_message=_("This belt has a convener for that year already."),
            ),
            ends_after_start("term_ends_after_start", _("The last day is not before the first.")),
            models.CheckConstraint(
                name="term_substitute_is_another",
                condition=Q(substitute=None) | ~Q(substitute=F("region")),
                violation_error_message=_("A county is no substitute for itself."),
            ),
        ]

    def __str__(self):
        return f"{self.belt} {self.year}: {self.region}"


@tracked()
class TurnChange(models.Model):
    """Two counties of a belt swap their turns of one cycle, or one stands in for the other: one asks, one agrees."""

    class Kind(models.TextChoices):
        SWAP = "swap", _("swap of turns")
        SUBSTITUTE = "substitute", _("substitute")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    belt = models.ForeignKey("belts.Belt", models.PROTECT, related_name="turn_changes", verbose_name=_("belt"))
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    year = models.PositiveSmallIntegerField(_("year"))  # of the asker's turn
    other_year = models.PositiveSmallIntegerField(_("year of the other"), null=True, blank=True)
    asker = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("county that asks"))
    other = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("county that is asked"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED, editable=False)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answer = models.CharField(_("what was answered"), max_length=300, blank=True, editable=False)

    objects = TurnChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change of turns")
        constraints = [
            models.UniqueConstraint(
                fields=["belt", "year"],
                condition=Q(state="asked"),
                name="one_open_change_a_turn",
                violation_error_message=_("A change of this turn is waiting for an answer already."),
                violation_error_code="change_is_open",
            ),
            models.CheckConstraint(
                name="change_is_between_two",
                condition=~Q(asker=F("other")),
                violation_error_message=_("A change is between two counties."),
                violation_error_code="between_two",
            ),
            models.CheckConstraint(
                name="change_was_agreed_by_another",
                condition=~Q(state="agreed") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
                violation_error_message=_("Nobody agrees to what they asked for themselves."),
            ),
            models.CheckConstraint(
                name="swap_names_both_years",
                condition=Q(kind="swap", other_year__isnull=False) | Q(kind="substitute", other_year=None),
                violation_error_message=_("A swap names the years of both turns."),
            ),
        ]

    def __str__(self):
        return f"{self.belt} {self.year}: {self.asker} ↔ {self.other}"
