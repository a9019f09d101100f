from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from meetings.models.scope import MeetingQuerySet, PartOfMeetingQuerySet
from meetings.periods import words_of


class MeetingState(models.TextChoices):
    EXPECTED = "expected", _("expected")
    PLANNED = "planned", _("planned")
    AGENDA_OPEN = "agenda_open", _("agenda open")
    AGENDA_LOCKED = "agenda_locked", _("agenda locked")
    NOTICED = "noticed", _("noticed")
    HELD = "held", pgettext_lazy("a meeting", "held")
    MINUTES_DRAFTED = "minutes_drafted", _("minutes drafted")
    COUNTERSIGNED = "countersigned", _("countersigned")
    ISSUED = "issued", _("minutes issued")
    ARCHIVED = "archived", _("archived")
    POSTPONED = "postponed", _("postponed")
    MERGED = "merged", _("merged into another")
    MISSED = "missed", _("missed")


# Before it is held, with a day; the day may still be moved or given up.
DATED_STATES = ("planned", "agenda_open", "agenda_locked", "noticed")
HELD_STATES = ("held", "minutes_drafted", "countersigned", "issued", "archived")
# Without a meeting so far: it can be planned (a missed one is held late).
UNPLANNED_STATES = ("expected", "postponed", "missed")


@tracked()
class JointMeeting(models.Model):
    """A session of a body. Of a body with a cadence one exists for each period before anybody plans it.

    ``host`` is who calls it: until it is planned that follows from the rotation (``queries.hosts``) and is None here.
    A session that only a report tells of may know no more than its month (``precision``).
    """

    State = MeetingState

    class Precision(models.TextChoices):
        TIME = "time", _("day and time")
        DAY = "day", _("day")
        MONTH = "month", _("month only")

    body = models.ForeignKey("meetings.Body", models.PROTECT, related_name="meetings", verbose_name=_("body"))
    period = models.CharField(_("period"), max_length=6, null=True, blank=True, editable=False)  # noqa: DJ001 none is no period
    period_first = models.DateField(null=True, blank=True, editable=False)
    period_last = models.DateField(null=True, blank=True, editable=False)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    host = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=MeetingState.choices, default=MeetingState.EXPECTED, editable=False
    )
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    precision = models.CharField(_("known to the"), max_length=5, choices=Precision.choices, default=Precision.TIME)
    venue = models.ForeignKey(
        "venues.Venue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    booking = models.ForeignKey(
        "venues.Booking", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    items_until = models.DateTimeField(_("items until"), null=True, blank=True)
    date_is_guess = models.BooleanField(_("rests on a holiday table that is not published yet"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    attended = models.CharField(_("who attended, as reported"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome, as reported"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of calendar files: rises with day and place
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-period_first", "-starts_at", "-pk"]
        verbose_name = _("joint meeting")
        indexes = [
            models.Index(fields=["state", "period_last"], name="meeting_by_state"),
            models.Index(fields=["body", "starts_at"], name="meeting_by_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "period"],
                name="one_meeting_a_body_and_period",
                violation_error_message=_("This body has its meeting of that period already."),
            ),
            models.UniqueConstraint(
                fields=["body", "ordinal"],
                name="ordinal_once_in_a_body",
                violation_error_message=_("This body has a meeting with that ordinal already."),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end is not before the start."),
            ),
            models.CheckConstraint(
                name="planned_meeting_has_a_day",
                condition=Q(state__in=("expected", "postponed", "merged", "missed")) | Q(starts_at__isnull=False),
                violation_error_message=_("A meeting that is planned or was held has its day."),
            ),
            models.CheckConstraint(
                name="merged_meeting_names_the_other",
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                violation_error_message=_("A merged meeting names the one it was merged into."),
            ),
            models.CheckConstraint(
                name="period_has_its_days",
                condition=Q(period=None, period_first=None, period_last=None)
                | Q(period__isnull=False, period_first__isnull=False, period_last__isnull=False),
                violation_error_message=_("A period has its first and last day."),
            ),
        ]

    def __str__(self):
        return self.title or " ".join(filter(None, [str(self.body), self.period or self._day()]))

    def _day(self):
        return timezone.localtime(self.starts_at).strftime("%Y-%m" if self.precision == "month" else "%Y-%m-%d")

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def period_words(self):
        return words_of(self.period) if self.period else ""

    @property
    def was_held(self):
        return self.state in HELD_STATES

    @property
    def was_late(self):
        """Held, but after its period had ended."""
        return self.was_held and self.period_last is not None and timezone.localdate(self.starts_at) > self.period_last


@tracked()
class MeetingStep(models.Model):
    """A step of a meeting's life: who, when and why. The job's own steps have no actor."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=20, choices=MeetingState.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=MeetingState.choices)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PartOfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "at", "pk"]
        verbose_name = _("step of a meeting")

    def __str__(self):
        return f"{self.meeting}: {self.get_to_state_display()}"
