import calendar
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, ends_after_start
from core.history import tracked
from indicators.measures import MEASURES
from indicators.models.reported.scope import DataSetQuerySet, IndicatorQuerySet, PublishedFigureQuerySet

DIGITS = {"max_digits": 20, "decimal_places": 4}


class Frequency(models.TextChoices):
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF = "half", _("every half-year")
    YEAR = "year", _("every year")


class Aggregation(models.TextChoices):
    SUM = "sum", _("added up")
    LAST = "last", _("the last one of a time, added up over places")
    WEIGHTED = "weighted", _("weighted by sample size")


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    MORE = "more", _("somewhat more than")
    OVER = "over", _("more than")
    NEAR = "near", _("nearly")
    AT_LEAST = "at_least", _("at least")


@tracked()
class DataSet(Dated, models.Model):
    """Indicators that are reported together: by whom, for which periods, and until when."""

    class Level(models.TextChoices):
        COUNTY = "county", _("by counties")
        PROVINCE = "province", _("by provinces")

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=50, unique=True)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency.choices)
    level = models.CharField(_("reported"), max_length=10, choices=Level.choices)
    due_days = models.PositiveSmallIntegerField(
        _("working days to report"), help_text=_("Counted from the last day of the period.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DataSetQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("data set")
        constraints = [
            ends_after_start("data_set_ends_after_start", _("The last day is not before the first.")),
            models.CheckConstraint(
                name="data_set_has_days_to_report",
                condition=Q(due_days__range=(1, 90)),
                violation_error_message=_("There are 1 to 90 working days to report."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("indicators:data_set", args=[self.pk])


@tracked()
class Indicator(Dated, models.Model):
    """What is reported because no ledger counts it, with what each province means by it.

    ``owner`` is the province whose office keeps the entry, None for both together. ``measure`` names the measure of the
    statistics that fills the cells instead of people. Without a data set nobody is asked for it: it has a published
    series only.
    """

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=50, unique=True)
    data_set = models.ForeignKey(
        DataSet, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("data set")
    )
    position = models.PositiveSmallIntegerField(_("place in the data set"), default=1)
    owner = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    unit = models.CharField(_("unit"), max_length=10)
    places = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    qualifier = models.CharField(
        _("usually published as"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    aggregation = models.CharField(_("totals"), max_length=10, choices=Aggregation.choices)
    definition_chongqing = models.TextField(_("definition of Chongqing"), max_length=1000, blank=True)
    definition_sichuan = models.TextField(_("definition of Sichuan"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=200)
    measure = models.CharField(_("filled by the statistics"), max_length=40, blank=True)
    lowest = models.DecimalField(_("lowest plausible value"), null=True, blank=True, **DIGITS)
    highest = models.DecimalField(_("highest plausible value"), null=True, blank=True, **DIGITS)
    most_change = models.PositiveSmallIntegerField(
        _("largest usual change (%)"),
        null=True,
        blank=True,
        help_text=_("Against the period before. A larger change asks for an explanation."),
    )
    not_below = models.CharField(
        _("not below this measure"),
        max_length=40,
        blank=True,
        help_text=_("A figure below what the statistics count in the same place and time asks for an explanation."),
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("A figure above that of this indicator asks for an explanation."),
    )
    since = models.DateField(_("valid from"))
    until = models.DateField(_("valid to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["data_set", "position", "code"]
        verbose_name = _("indicator")
        constraints = [
            ends_after_start("indicator_ends_after_start", _("The last day is not before the first.")),
            models.CheckConstraint(
                name="indicator_lowest_is_not_above_highest",
                condition=Q(lowest=None) | Q(highest=None) | Q(lowest__lte=F("highest")),
                violation_error_message=_("The lowest plausible value is not above the highest."),
            ),
            models.CheckConstraint(
                name="indicator_has_up_to_four_places",
                condition=Q(places__lte=4),
                violation_error_message=_("A figure has at most four decimal places."),
            ),
            models.CheckConstraint(
                name="indicator_of_the_ledgers_is_no_survey",
                condition=Q(measure="") | ~Q(aggregation="weighted"),
                violation_error_message=_("A survey is never filled by the statistics."),
            ),
            models.CheckConstraint(
                name="indicator_is_not_part_of_itself",
                condition=Q(part_of=None) | ~Q(part_of=F("code")),
                violation_error_message=_("An indicator is not part of itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("indicators:indicator", args=[self.pk])

    @property
    def is_survey(self):
        return self.aggregation == Aggregation.WEIGHTED

    def clean(self):
        super().clean()
        for field in ("measure", "not_below"):
            word = getattr(self, field)
            if word and word not in MEASURES:
                message = _("The statistics do not count “%(word)s”.")
                raise ValidationError({field: ValidationError(message, code="unknown_measure", params={"word": word})})


@tracked()
class PublishedFigure(models.Model):
    """A figure that was published, on a day and by a source: of the whole corridor, or of one region.

    It stands beside what counties report and is never added to it. ``known_to`` says how exactly its source tells the
    day: of one known to the year, ``day`` is the first of January.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("the day")
        MONTH = "month", _("the month")
        YEAR = "year", _("the year")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="published", verbose_name=_("indicator"))
    region = models.ForeignKey(
        "belts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    day = models.DateField(_("as of"))
    known_to = models.CharField(_("known to"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    value = models.DecimalField(_("value"), **DIGITS)
    qualifier = models.CharField(_("said as"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    source = models.CharField(_("source"), max_length=200)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "day", "pk"]
        verbose_name = _("published figure")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region", "day"],
                nulls_distinct=False,
                name="one_published_figure_a_day",
                violation_error_message=_("A figure of this indicator was published for that day already."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.as_of}"

    @property
    def as_of(self):
        """The day as far as it is known: 2024, 2025-01 or 2025-01-31."""
        return self.day.isoformat()[: {"year": 4, "month": 7}.get(self.known_to, 10)]

    @property
    def days(self):
        """The first and the last day of the time that it is known to be of."""
        day = self.day
        if self.known_to == self.Precision.DAY:
            return day, day
        first, last = (1, 12) if self.known_to == self.Precision.YEAR else (day.month, day.month)
        return dt.date(day.year, first, 1), dt.date(day.year, last, calendar.monthrange(day.year, last)[1])
