from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from meetings.models.scope import MinutesQuerySet, PartOfMinutesQuerySet


@tracked()
class Minutes(models.Model):
    """The minutes of a meeting (纪要, GB/T 9704-2012 §10.3): drafted, countersigned by every member, issued as 第N期.

    The three lists of names and the body are texts, drafted from attendance, agenda and resolutions and then edited.
    Whoever edits holds it (``editing_by`` until ``editing_until``); ``version`` guards what was read.
    """

    meeting = models.OneToOneField("meetings.JointMeeting", models.PROTECT, related_name="minutes")
    body = models.ForeignKey("meetings.Body", models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("title"), max_length=200)
    opening = models.TextField(_("opening"), max_length=2000, blank=True)
    text = models.TextField(_("what was decided"), max_length=50_000, blank=True)
    present = models.TextField(_("present"), max_length=5000, blank=True)
    excused = models.TextField(_("excused"), max_length=5000, blank=True)
    observers = models.TextField(_("observers"), max_length=5000, blank=True)
    issue_number = models.PositiveSmallIntegerField(_("issue"), null=True, blank=True, editable=False)
    document_number = models.CharField(_("document number"), max_length=50, blank=True)
    issued_on = models.DateField(_("issued"), null=True, blank=True, editable=False)
    despite = models.CharField(
        _("why issued without every countersignature"), max_length=500, blank=True, editable=False
    )
    circulated_at = models.DateTimeField(_("sent to the members"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(default=timezone.now, editable=False)
    editing_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    editing_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "issue_number"],
                name="issue_number_once_in_a_body",
                violation_error_message=_("This body has an issue with that number already."),
            ),
            models.CheckConstraint(
                name="issued_minutes_have_number_and_day",
                condition=Q(issue_number=None, issued_on=None) | Q(issue_number__isnull=False, issued_on__isnull=False),
                violation_error_message=_("Issued minutes have a number and a day."),
            ),
        ]

    def __str__(self):
        return self.title


@tracked()
class Countersignature(models.Model):
    """A member's word on the minutes as they stood in ``version``: agreed, or objected with what is wrong."""

    class Verdict(models.TextChoices):
        SIGNED = "signed", _("countersigned")
        OBJECTED = "objected", _("objected")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="countersignatures")
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    note = models.CharField(_("objection"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(editable=False)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartOfMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "region"]
        verbose_name = _("countersignature")
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "region", "version"],
                name="one_countersignature_a_member",
                violation_error_message=_("This member has given its word on these minutes already."),
            ),
            models.CheckConstraint(
                name="objection_says_what_is_wrong",
                condition=Q(verdict="signed") | ~Q(note=""),
                violation_error_message=_("An objection says what is wrong."),
            ),
        ]

    def __str__(self):
        return f"{self.region}: {self.get_verdict_display()}"
