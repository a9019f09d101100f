from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, DecimalRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from venues.models import triggers
from venues.models.kinds import Purpose
from venues.models.opening import WEEKDAYS
from venues.models.scope import BookingQuerySet, PartOfBookingQuerySet, SeriesQuerySet

# Of these no two share room and time.
BLOCKING_STATES = ("approved", "offered", "held", "no_show")


@tracked()
class BookingSeries(models.Model):
    """How a series repeats: every n weeks on some weekdays, or every n months on an ordinal weekday (the third Friday).

    Its bookings are rows of their own, made when it is asked for; each is approved, moved or cancelled for itself.
    """

    class Every(models.TextChoices):
        WEEK = "week", _("every week or every n weeks")
        MONTH = "month", _("every month or every n months")

    every = models.CharField(_("repeats"), max_length=5, choices=Every.choices)
    interval = models.PositiveSmallIntegerField(_("every n"), default=1)
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=WEEKDAYS), verbose_name=_("weekdays"))
    ordinal = models.SmallIntegerField(_("which of the month"), null=True, blank=True)  # 1–4, −1 is the last
    skip_holidays = models.BooleanField(_("not on statutory holidays"), default=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("series of bookings")
        constraints = [
            models.CheckConstraint(
                name="series_ends_after_start",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="series_interval_is_likely",
                condition=Q(interval__range=(1, 52)),
                violation_error_message=_("A series repeats every 1 to 52 weeks or months."),
            ),
            models.CheckConstraint(
                name="series_by_month_names_the_ordinal",
                condition=Q(every="week", ordinal=None)
                | Q(every="month", ordinal__isnull=False, ordinal__in=(1, 2, 3, 4, -1)),
                violation_error_message=_("A monthly series says which weekday of the month: 1st to 4th, or last."),
            ),
        ]

    def __str__(self):
        return f"{self.first_day:%Y-%m-%d} – {self.last_day:%Y-%m-%d}"


@tracked()
class Booking(models.Model):
    """A venue asked for, and had, for some hours. ``during`` holds set-up and clean-up too; the database keeps it so.

    Requests may overlap; of those in a blocking state the database lets no two share room and time.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        AGREED = "agreed", _("agreed by its own county")
        OFFERED = "offered", _("offered from the waiting list")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")
        NO_SHOW = "no_show", _("nobody came")
        LAPSED = "lapsed", _("not answered in time")

    venue = models.ForeignKey("venues.Venue", models.PROTECT, related_name="bookings", verbose_name=_("venue"))
    space = DecimalRangeField(editable=False, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    setup_minutes = models.PositiveSmallIntegerField(_("set-up (minutes)"), default=0)
    cleanup_minutes = models.PositiveSmallIntegerField(_("clean-up (minutes)"), default=0)
    during = DateTimeRangeField(editable=False, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    title = models.CharField(_("for what"), max_length=200)
    people = models.PositiveIntegerField(_("expected people"), null=True, blank=True)
    note = models.CharField(_("note to the venue"), max_length=500, blank=True)
    borrower_region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="bookings", verbose_name=_("county that asks")
    )
    borrower_unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name=_("unit that asks")
    )
    series = models.ForeignKey(BookingSeries, models.PROTECT, null=True, blank=True, related_name="bookings")
    waits_since = models.DateTimeField(_("on the waiting list since"), null=True, blank=True, editable=False)
    answer_by = models.DateTimeField(_("to be answered by"), null=True, blank=True, editable=False)
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one request
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("booking")
        triggers = [triggers.takes_room_and_time()]
        indexes = [
            models.Index(fields=["state", "state_since"], name="booking_by_state"),
            models.Index(fields=["borrower_region", "state", "starts_at"], name="booking_by_borrower"),
            models.Index(fields=["venue", "starts_at"], name="booking_by_venue"),
            # What is taken at a time, wherever it is: the constraint's own index is by room first.
            GistIndex(
                fields=["during"],
                include=["space"],
                name="booking_blocking_by_time",
                condition=Q(state__in=BLOCKING_STATES),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="booking_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end is not before the start."),
            ),
            models.CheckConstraint(
                name="booking_offer_says_until_when",
                condition=~Q(state="offered") | Q(answer_by__isnull=False),
                violation_error_message=_("An offer says until when it is to be answered."),
            ),
            ExclusionConstraint(
                name="venue_had_by_one_at_a_time",
                expressions=[("space", RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state__in=BLOCKING_STATES),
                violation_error_message=_("Somebody else has this venue, its whole or a part of it in that time."),
                violation_error_code="taken",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("venues:booking", args=[self.pk])

    @property
    def crosses_a_border(self):
        """Asked for by another county than the venue's: its own county agrees first."""
        return self.borrower_region_id != self.venue.region_id


# The states that the constraint above is about; asked for elsewhere too, so that both say the same.
OPEN_STATES = ("requested", "agreed", "offered")


class BookingStep(models.Model):
    """One step in the life of a booking: who moved it from which state to which, when and why."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=10, choices=Booking.State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=Booking.State.choices)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")  # None: the portal itself
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)

    objects = PartOfBookingQuerySet.as_manager()

    class Meta:
        ordering = ["booking", "at", "pk"]

    def __str__(self):
        return f"{self.booking}: {self.to_state}"
