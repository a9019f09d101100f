"""The corridor office's own table of holidays and worked weekends, over what the library knows."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import workdays
from core.history import tracked

FIRST_YEAR, LAST_YEAR = 2000, 2099


def keeps_calendar(user):
    """The corridor office does; a token that is limited to places or to reading may not."""
    if not user.is_authenticated:
        return False
    reach = user.reach
    return reach.corridor_office and reach.places is None and not reach.token_is_read_only


class CalendarQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The calendar is public: whoever is signed in reads it."""
        return self if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self if keeps_calendar(user) else self.none()


@tracked()
class CalendarYear(models.Model):
    """A year of the table. ``is_whole``: its arrangement stands here as published, and the library is not asked."""

    year = models.PositiveSmallIntegerField(
        _("year"), primary_key=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    is_whole = models.BooleanField(_("the whole arrangement"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")

    def __str__(self):
        return str(self.year)


@tracked()
class CalendarDay(models.Model):
    """A day that is not what its weekday says."""

    class Kind(models.TextChoices):
        HOLIDAY = workdays.HOLIDAY, _("holiday")
        WORKDAY = workdays.WORKDAY, _("worked instead (调休)")
        REST = workdays.REST, _("day of rest")

    day = models.DateField(_("day"), primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name of the holiday"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=300)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        constraints = [
            models.CheckConstraint(
                name="calendar_day_lies_in_its_year",
                condition=models.Q(day__year=F("year")),
                violation_error_message=_("The day lies in another year."),
            ),
            models.CheckConstraint(
                name="calendar_holiday_has_a_name",
                condition=~models.Q(kind="holiday", name=""),
                violation_error_message=_("A holiday has a name."),
            ),
        ]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}: {self.get_kind_display()}"
