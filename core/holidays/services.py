"""Everything that changes the calendar of working days. Callers have checked who may do it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.history import because
from core.locks import work_alone
from core.models import CalendarDay, CalendarYear
from core.models.calendar import FIRST_YEAR, LAST_YEAR


@transaction.atomic
def set_calendar_day(*, actor, day, kind, name="", source, version=None):
    """Say of one day what it is. The year counts as published only once its whole arrangement was given."""
    year = _locked(day.year, version)
    row = CalendarDay(day=day, year=year, kind=kind, name=name.strip(), source=source.strip())
    known = year.days.filter(day=day).first()
    if known and _same(known, row):
        return known
    row.full_clean(validate_unique=known is None)
    with because(row.source, actor=actor):
        _touch(year)
        row.save(force_insert=known is None, force_update=known is not None)
    return row


@transaction.atomic
def clear_calendar_day(*, actor, day, reason, version=None):
    """Take the day out of the table, so that the library or its weekday speaks again; nothing when it is out."""
    year = _locked(day.year, version)
    row = year.days.filter(day=day).first()
    if row is None:
        return
    reason = _needed(reason, "reason")
    with because(reason, actor=actor):
        row.delete()
        _touch(year, **({} if year.days.exists() else {"is_whole": False, "source": ""}))


@transaction.atomic
def publish_calendar_year(*, actor, year, days, source, version=None):
    """Set the whole arrangement of a year: ``days`` are (day, kind, name), and every other day is a plain one.

    From then on the library is not asked about that year. The same arrangement again changes nothing.
    """
    wanted = _wanted(year, days)
    source = _needed(source, "source")
    row = _locked(year, version)
    known = {day.day: day for day in row.days.all()}
    made = {day: CalendarDay(day=day, year=row, kind=kind, name=name, source=source) for day, kind, name in wanted}
    unchanged = known.keys() == made.keys() and all(_same(known[day], made[day]) for day in made)
    if row.is_whole and row.source == source and unchanged:
        return row
    with because(source, actor=actor):
        for day in known.keys() - made.keys():
            known[day].delete()
        for day, new in made.items():
            new.full_clean(validate_unique=False)
            if day not in known or not _same(known[day], new):
                new.save(force_insert=day not in known, force_update=day in known)
        return _touch(row, is_whole=True, source=source)


def _wanted(year, days):
    """Each day once and of that year; an arrangement without a day is none."""
    wanted = {day: (day, kind, name.strip()) for day, kind, name in days}
    if not wanted:
        message = _("The text names no holiday and no worked weekend.")
        raise ValidationError({"days": ValidationError(message, code="calendar_empty")})
    for day in sorted(wanted):
        if day.year != year:
            message = _("%(day)s lies in another year. Take it out here, and enter it there.")
            refusal = ValidationError(message, code="calendar_other_year", params={"day": date_format(day)})
            raise ValidationError({"days": refusal})
    return [wanted[day] for day in sorted(wanted)]


def _locked(year, version):
    """The row of the year, made where there is none, held until the transaction ends."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("The portal keeps days from 2000 to 2099."), code="day_out_of_range")
    work_alone(f"calendar {year}")
    row = CalendarYear.objects.filter(pk=year).first()
    if version is not None and int(version) != (row.version if row else 0):
        message = _("Somebody changed this year of the calendar after you opened it. Look at it again and decide anew.")
        raise ValidationError(message, code="stale")
    return row or CalendarYear.objects.create(year=year, version=0)


def _touch(year, **values):
    for name, value in values.items():
        setattr(year, name, value)
    year.version += 1
    year.full_clean(validate_unique=False)
    year.save()
    return year


def _needed(text, field):
    text = (text or "").replace("\x00", "").strip()
    if not text or len(text) > 300:
        message = _("Write here, in 1 to 300 characters, what it rests on.")
        raise ValidationError({field: ValidationError(message, code="calendar_source_missing")})
    return text


def _same(one, other):
    return (one.kind, one.name, one.source) == (other.kind, other.name, other.source)
