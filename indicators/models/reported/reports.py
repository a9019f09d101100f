from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from indicators.models.reported.dictionary import DIGITS, DataSet, Indicator
from indicators.models.reported.scope import ClosingQuerySet, ReportQuerySet, SignatureQuerySet

PERCENT = "%"


@tracked()
class Report(models.Model):
    """What a region reports of an indicator for a period (a word of ``indicators.periods``: 2025-Q1, 2025-05).

    ``due_on`` is the deadline as it stood when the figure first came in, on ``handed_in_at``.
    """

    class State(models.TextChoices):
        REPORTED = "reported", _("reported")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", pgettext_lazy("reported figure", "accepted")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="reports", verbose_name=_("indicator"))
    region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    period = models.CharField(_("period"), max_length=7)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    due_on = models.DateField(_("to be reported until"))
    value = models.DecimalField(_("value"), **DIGITS)
    sample_size = models.PositiveIntegerField(_("sample size"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    measured_on = models.DateField(_("date of the figure"))
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    late_reason = models.CharField(_("reason for the late change"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REPORTED)
    state_since = models.DateTimeField(default=timezone.now)
    return_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)
    typed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "region", "indicator"]
        verbose_name = _("reported figure")
        indexes = [models.Index(fields=["indicator", "first"], name="report_by_indicator_and_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "first", "last"],
                name="one_report_a_place_and_period",
                violation_error_message=_("This figure was reported already."),
            ),
            models.CheckConstraint(
                name="report_period_is_not_reversed",
                condition=Q(first__lte=F("last")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="report_sample_is_of_somebody",
                condition=Q(sample_size=None) | Q(sample_size__gt=0),
                violation_error_message=_("A sample has at least one person."),
            ),
            models.CheckConstraint(
                name="accepted_report_names_who_accepted",
                condition=(Q(state="accepted") & ~Q(accepted_by=None)) | (~Q(state="accepted") & Q(accepted_by=None)),
                violation_error_message=_("An accepted figure names who accepted it, no other one does."),
            ),
            models.CheckConstraint(
                name="returned_report_says_why",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("A returned figure says why."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.region} {self.period}"

    def get_absolute_url(self):
        return reverse("indicators:entry", args=[self.indicator.data_set_id, self.period, self.region_id])

    def clean(self):
        super().clean()
        if self.indicator.is_survey and not self.sample_size:
            message = _("A survey says how many people were asked.")
            raise ValidationError({"sample_size": ValidationError(message, code="sample_size_missing")})
        if self.indicator.is_survey and self.indicator.unit == PERCENT and not 0 <= self.value <= 100:
            message = _("A share lies between 0 and 100 %.")
            raise ValidationError({"value": ValidationError(message, code="share_out_of_range")})
        if self.measured_on > timezone.localdate():
            message = _("The date of the figure lies in the future.")
            raise ValidationError({"measured_on": ValidationError(message, code="measured_in_future")})
        if round(self.value, self.indicator.places) != self.value:
            message = _("This figure has at most %(places)d decimal places.")
            params = {"places": self.indicator.places}
            raise ValidationError({"value": ValidationError(message, code="too_many_places", params=params)})


@tracked()
class Closing(models.Model):
    """A provincial office has accepted its province's figures of a data set and period, and waits for none.

    ``missing`` says why figures that were never reported are not waited for.
    """

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="closings", verbose_name=_("data set"))
    province = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("province"))
    period = models.CharField(_("period"), max_length=7)
    missing = models.CharField(_("why figures are missing"), max_length=500, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["data_set", "period", "province"]
        verbose_name = _("closing of a province")
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "province", "period"],
                name="province_closes_a_period_once",
                violation_error_message=_("The province has closed this period already."),
            ),
        ]

    def __str__(self):
        return f"{self.data_set} {self.province} {self.period}"


@tracked()
class Signature(models.Model):
    """Somebody of the provincial office has looked at a typed figure that the ledgers contradict, and says why.

    It holds for these two values; when one of them changes, the difference is to be signed anew.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="signatures")
    typed = models.DecimalField(_("typed"), **DIGITS)
    counted = models.DecimalField(_("counted"), **DIGITS)
    reason = models.CharField(_("reason"), max_length=500)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        verbose_name = _("signed difference")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "typed", "counted"],
                name="difference_is_signed_once",
                violation_error_message=_("This difference is signed already."),
            ),
            models.CheckConstraint(
                name="signed_difference_is_one",
                condition=~Q(typed=F("counted")),
                violation_error_message=_("The two figures are the same."),
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.typed} / {self.counted}"
