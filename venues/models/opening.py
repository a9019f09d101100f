from django.contrib.postgres.fields import DateTimeRangeField, DecimalRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from venues.models import triggers
from venues.models.scope import PartOfVenueQuerySet

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def closes_after_opening(name):
    return models.CheckConstraint(
        name=name,
        condition=Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")) | Q(opens=None, closes=None),
        violation_error_message=_("The end is not before the start."),
    )


@tracked()
class OpeningHours(models.Model):
    """From when to when a venue is open on a weekday; several rows make a break at noon, none is closed.

    A part without rows of its own has those of its whole; a whole without any is open around the clock.
    """

    venue = models.ForeignKey("venues.Venue", models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    objects = PartOfVenueQuerySet.as_manager()

    class Meta:
        ordering = ["venue", "weekday", "opens"]
        verbose_name = _("opening hours")
        constraints = [
            closes_after_opening("opening_closes_after_it_opens"),
            models.UniqueConstraint(
                fields=["venue", "weekday", "opens"],
                name="opening_once",
                violation_error_message=_("These hours stand there already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


@tracked()
class OpeningException(models.Model):
    """Other hours on one day; without hours the venue is closed that day."""

    venue = models.ForeignKey("venues.Venue", models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    objects = PartOfVenueQuerySet.as_manager()

    class Meta:
        ordering = ["venue", "day", "opens"]
        verbose_name = _("other hours on a day")
        constraints = [
            closes_after_opening("exception_closes_after_it_opens"),
            models.UniqueConstraint(
                fields=["venue", "day", "opens"],
                nulls_distinct=False,
                name="exception_once",
                violation_error_message=_("These hours stand there already."),
            ),
        ]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {self.reason}"


@tracked()
class Closure(models.Model):
    """A time in which a venue and all that shares room with it cannot be booked, with its reason."""

    venue = models.ForeignKey("venues.Venue", models.CASCADE, related_name="closures")
    space = DecimalRangeField(editable=False, blank=True)
    during = DateTimeRangeField(_("from – to"))
    reason = models.CharField(_("reason"), max_length=200)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartOfVenueQuerySet.as_manager()

    class Meta:
        ordering = ["venue", "during", "pk"]
        verbose_name = _("closure")
        triggers = [triggers.takes_room()]
        indexes = [GistIndex(fields=["space", "during"], name="closure_space_and_time")]
        constraints = [
            models.CheckConstraint(
                name="closure_has_both_ends",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_message=_("A closure has a beginning and an end."),
            )
        ]

    def __str__(self):
        return self.reason
