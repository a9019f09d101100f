"""Rows that hold from one day to another: ``since`` and ``until``, both days included; no ``until`` means still."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _


def start_of(day):
    """The moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class DayRange(Func):
    """The SQL range of days from ``since`` to ``until``, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, since="since", until="until"):
        super().__init__(F(since), F(until), Value("[]"))


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows that hold on that day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def overlapping(self, since, until):
        """Rows that hold on some day from ``since`` to ``until``; None is no end."""
        rows = self.filter(Q(until=None) | Q(until__gte=since)) if since else self
        return rows.filter(Q(since=None) | Q(since__lte=until)) if until else rows


class Dated:
    """What a dated row says of itself."""

    def clean(self):
        """Said before the constraints are asked: to the database a range that ends before it starts is no value."""
        super().clean()
        if self.since is not None and self.until is not None and self.until < self.since:
            message = _("The last day is not before the first.")
            raise ValidationError({"until": ValidationError(message, code="period_reversed")})

    def holds_on(self, day):
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def ends_after_start(name, message, *, since="since", until="until"):
    """The constraint that every dated row has."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{until}__isnull": True}) | Q(**{f"{since}__isnull": True}) | Q(**{f"{until}__gte": F(since)}),
        violation_error_message=message,
    )
