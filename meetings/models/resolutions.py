from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from core.search import Bigrams
from meetings.models.resolution_scope import EvidenceQuerySet, ResolutionQuerySet
from meetings.models.scope import PartOfResolutionQuerySet, PolicyQuerySet

UNFINISHED_STATES = ("open", "reported")
SEARCHED_FIELDS = ("number", "text")
# Of escalation, the lowest first: who is told when nothing moves.
LEVELS = {1: _("unit"), 2: _("lead of the county"), 3: _("convener"), 4: _("provincial offices")}


@tracked()
class Resolution(models.Model):
    """What was decided (议定事项), followed until somebody other than the doer confirms that it is done.

    ``number`` is year-body-session-sequence ("2026-south-4-03") and never used again: sequences only grow.
    Colours are not stored, they follow from the day (``queries.colours``). Its parties are settled when it is made;
    what was noted wrongly is put right while it is unfinished (``services.correcting``).
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("resolution", "open")
        REPORTED = "reported", _("reported as done")
        CLOSED = "closed", pgettext_lazy("resolution", "closed")
        VOID = "void", _("void")

    number = models.CharField(_("number"), max_length=60, unique=True, editable=False)
    meeting = models.ForeignKey("meetings.JointMeeting", models.PROTECT, related_name="resolutions")
    sequence = models.PositiveSmallIntegerField(editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name=_("item")
    )
    text = models.TextField(_("what was decided"), max_length=2000)
    due_on = models.DateField(_("due"))
    first_due_on = models.DateField(_("due at first"), editable=False)
    cross_border = models.BooleanField(_("crosses the border"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    # Silence is counted from here: the day of the latest report, of making or of re-opening.
    last_report_on = models.DateField(_("last report"), default=timezone.localdate, editable=False)
    # An extension that waits for the convener's answer.
    wanted_due_on = models.DateField(_("due date asked for"), null=True, blank=True, editable=False)
    wanted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reported_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(pgettext_lazy("resolution", "closed"), null=True, blank=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("resolution")
        indexes = [
            models.Index(fields=["due_on", "id"], name="resolution_by_due"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=UNFINISHED_STATES), name="resolution_unfinished"
            ),
            models.Index(fields=["state", "due_on", "id"], name="resolution_by_state"),
            models.Index(fields=["due_on", "id"], condition=~Q(wanted_due_on=None), name="resolution_extension_asked"),
            GinIndex(Bigrams(*map(F, SEARCHED_FIELDS)), name="resolution_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "sequence"], name="resolution_sequence_once"),
            models.CheckConstraint(
                name="closed_by_another_than_the_doer",
                condition=Q(closed_by=None) | ~Q(closed_by=F("reported_by")),
                violation_error_message=_("Somebody other than the doer confirms it."),
            ),
            models.CheckConstraint(
                name="closed_resolution_says_by_whom",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                violation_error_message=_("A closed resolution says when it was closed."),
            ),
            models.CheckConstraint(
                name="extension_is_later_and_asked_by_somebody",
                condition=Q(wanted_due_on=None, wanted_by=None)
                | Q(wanted_due_on__gt=F("due_on"), wanted_by__isnull=False, state="open"),
                violation_error_message=_("The date that is asked for lies after the one that stands."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("meetings:resolution", args=[self.pk])


@tracked()
class ResolutionParty(models.Model):
    """Who does it: one lead and any number of co-units; the counterpart county confirms what crosses the border."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO = "co", _("co-unit")
        COUNTERPART = "counterpart", _("counterpart")

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="parties")
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)

    objects = PartOfResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "role", "pk"]
        verbose_name = _("party of a resolution")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(role="lead"),
                name="one_lead_a_resolution",
                violation_error_message=_("A resolution has one lead."),
            ),
            models.UniqueConstraint(
                fields=["resolution", "region", "unit", "role"], nulls_distinct=False, name="party_of_a_resolution_once"
            ),
        ]
        indexes = [models.Index(fields=["region", "role", "resolution"], name="resolution_by_party")]

    def __str__(self):
        return f"{self.region}: {self.get_role_display()}"


@tracked()
class ResolutionStep(models.Model):
    """What happened to a resolution: progress, extensions, evidence, escalation, close-out, re-opening."""

    class Kind(models.TextChoices):
        MADE = "made", pgettext_lazy("resolution", "made")
        PROGRESS = "progress", _("progress reported")
        EXTENSION_ASKED = "extension_asked", _("extension asked")
        EXTENDED = "extended", _("extended")
        EXTENSION_REFUSED = "extension_refused", _("extension refused")
        ESCALATED = "escalated", _("escalated")
        REPORTED = "reported", _("reported as done")
        RETURNED = "returned", _("sent back")
        CLOSED = "closed", pgettext_lazy("resolution", "closed")
        REOPENED = "reopened", _("opened again")
        VOIDED = "voided", _("void")
        EXTENSION_WITHDRAWN = "extension_withdrawn", _("request for more time withdrawn")
        CORRECTED = "corrected", _("put right")
        EVIDENCE_ADDED = "evidence_added", _("evidence added")
        EVIDENCE_REMOVED = "evidence_removed", _("evidence removed")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey("belts.Region", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    percent = models.PositiveSmallIntegerField(_("done, per cent"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)  # asked for, or set
    level = models.PositiveSmallIntegerField(null=True, blank=True)  # of an escalation: 1 unit … 4 provincial office
    before_correction = models.JSONField(null=True, blank=True)  # of text, due_on, parties

    objects = PartOfResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "at", "pk"]
        verbose_name = _("step of a resolution")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "level", "due_on"],
                condition=Q(kind="escalated"),
                name="escalated_once_a_level",
                violation_error_message=_("It was escalated to that level already."),
            ),
            models.CheckConstraint(
                name="correction_says_what_was",
                condition=Q(kind="corrected", before_correction__isnull=False)
                | (~Q(kind="corrected") & Q(before_correction=None)),
                violation_error_message=_("A correction, and nothing else, says what stood there before."),
            ),
            models.CheckConstraint(name="percent_of_a_hundred", condition=Q(percent=None) | Q(percent__range=(0, 100))),
        ]

    def __str__(self):
        return f"{self.resolution}: {self.get_kind_display()}"

    @property
    def level_word(self):
        return LEVELS.get(self.level, "")


@tracked()
class Evidence(models.Model):
    """A file that shows that a resolution was carried out."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="evidence")
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to="meetings/%Y/%m/", max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "pk"]
        verbose_name = pgettext_lazy("resolution", "evidence")
        verbose_name_plural = pgettext_lazy("resolution", "evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "digest"],
                name="evidence_once",
                violation_error_message=_("This file is among the evidence already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:evidence", args=[self.pk])


@tracked()
class ColourPolicy(models.Model):
    """When a resolution turns blue (due soon), yellow (late or poor) and red (overdue); a body's own row, or all's."""

    body = models.OneToOneField(
        "meetings.Body", models.CASCADE, null=True, blank=True, related_name="colour_policy", verbose_name=_("body")
    )
    blue_days = models.PositiveSmallIntegerField(_("blue: days before it is due"), default=15)
    yellow_days = models.PositiveSmallIntegerField(_("yellow: days after it was due"), default=1)
    red_days = models.PositiveSmallIntegerField(_("red: days after it was due"), default=15)
    silent_days = models.PositiveSmallIntegerField(_("yellow too: days without a report"), default=60)
    level_days = models.PositiveSmallIntegerField(_("days until the next level is told"), default=7)
    source = models.CharField(_("source"), max_length=300)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("policy of colours")
        verbose_name_plural = _("policies of colours")
        constraints = [
            models.UniqueConstraint(F("body"), name="one_general_policy", nulls_distinct=False),
            models.CheckConstraint(
                name="red_comes_after_yellow",
                condition=Q(red_days__gte=F("yellow_days")),
                violation_error_message=_("Red comes after yellow."),
                violation_error_code="red_before_yellow",
            ),
            models.CheckConstraint(
                name="policy_days_within_a_year",
                condition=Q(blue_days__lte=366, red_days__lte=366, silent_days__range=(1, 366))
                & Q(level_days__range=(1, 366)),
                violation_error_message=_("Days are at most 366; silence and the next level take one at least."),
                violation_error_code="policy_days_out_of_range",
            ),
        ]

    def __str__(self):
        return str(self.body or _("general policy of colours"))
