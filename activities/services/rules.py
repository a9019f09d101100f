"""What must hold for any record, whoever writes it: the form, the API and the import ask the same."""

import calendar
import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Activity, ActivitySpeaker, Audience
from activities.models.activity import FIRST_DAY

LAST_DAY = dt.date(2099, 12, 31)
TEXT_FIELDS = [
    field.name for field in Activity._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
]


class Problems:
    """All that is wrong, by field, so that a person sees it at once and not one refusal after another."""

    def __init__(self):
        self.by_field = {}

    def add(self, field, message, code, **params):
        self.by_field.setdefault(field, []).append(ValidationError(message, code=code, params=params))

    def merge(self, error):
        for field, problems in error.error_dict.items():
            if field not in self.by_field:
                self.by_field[field] = problems

    def raise_if_any(self):
        if self.by_field:
            raise ValidationError(self.by_field)


def settle(activity):
    """Put the period and the audience into their one form, before the checks."""
    activity.title = (activity.title or "").strip()
    activity.ends_on = activity.ends_on or activity.starts_on
    if activity.starts_on and activity.precision != Activity.Precision.DAY:
        activity.starts_on, activity.ends_on = span(activity.starts_on, activity.ends_on, activity.precision)
        activity.starts_at = activity.ends_at = None
    if activity.audience_basis != Audience.ESTIMATED:
        activity.audience_method = ""
    if activity.venue:
        activity.place = activity.place or activity.venue.name
        activity.place_region = activity.place_region or activity.venue.region


def span(starts_on, ends_on, precision):
    """First and last day of the months or years from ``starts_on`` to ``ends_on``."""
    if precision == Activity.Precision.YEAR:
        return dt.date(starts_on.year, 1, 1), dt.date(ends_on.year, 12, 31)
    if precision == Activity.Precision.MONTH:
        last = calendar.monthrange(ends_on.year, ends_on.month)[1]
        return starts_on.replace(day=1), ends_on.replace(day=last)
    return starts_on, ends_on


def check_facts(activity, problems):
    """The period, the audience and the texts of one record."""
    _check_texts(activity, problems)
    if activity.starts_on:
        _check_period(activity, problems)
    _check_audience(activity, problems)


def _check_texts(activity, problems):
    for name in TEXT_FIELDS:
        if "\x00" in (getattr(activity, name) or ""):
            problems.add(name, _("The text contains a NUL character, which cannot be kept."), "null_character")


def _check_period(activity, problems):
    for name in ("starts_on", "ends_on"):
        if not FIRST_DAY <= getattr(activity, name) <= LAST_DAY:
            problems.add(name, _("The day lies between 2000 and 2099."), "day_unlikely")
    if activity.ends_on < activity.starts_on:
        problems.add("ends_on", _("The end is not before the start."), "ends_before_start")
    one_day = activity.ends_on == activity.starts_on
    if one_day and activity.starts_at and activity.ends_at and activity.ends_at <= activity.starts_at:
        problems.add("ends_at", _("The end is not before the start."), "ends_before_start")


def _check_audience(activity, problems):
    if activity.audience is not None and not activity.audience_basis:
        message = _("Say how the audience was counted: named, counted or estimated.")
        problems.add("audience_basis", message, "audience_basis_missing")
    if activity.audience is None and activity.audience_basis:
        problems.add("audience", _("Give the number of people too."), "audience_missing")
    if activity.audience_basis == Audience.ESTIMATED and not activity.audience_method:
        problems.add("audience_method", _("Say how the audience was estimated."), "audience_method_missing")


def check_parties(activity, lead, partners, problems):
    """``lead`` and each of ``partners`` are pairs of a region and a unit or None; ``lead`` may be None."""
    named = set()
    for field, party in [("lead", lead), *(("partners", party) for party in partners)]:
        if party is None:
            continue
        region, unit = party
        if field == "partners" and lead and region == lead[0] and (unit is None or unit == lead[1]):
            problems.add(field, _("%(party)s is the lead already."), "partner_is_lead", party=unit or region)
        elif (region.pk, unit and unit.pk) in named:
            problems.add(field, _("%(party)s is named twice."), "partner_twice", party=unit or region)
        named.add((region.pk, unit and unit.pk))
        _check_unit(activity, field, region, unit, problems)
        check_region(activity, field, region, problems)


def _check_unit(activity, field, region, unit, problems):
    if unit is None:
        return
    if unit.region_id != region.pk and not unit.shared_with.filter(pk=region.pk).exists():
        message = _("%(unit)s does not belong to %(region)s.")
        problems.add(field, message, "unit_of_another_region", unit=unit, region=region)
    if activity.starts_on and not _lives(unit, activity):
        problems.add(field, _("%(unit)s did not exist on that day."), "unit_not_on_that_day", unit=unit)


def check_region(activity, field, region, problems):
    """A region is named only for days on which it existed; the message names who came before or after it."""
    if not activity.starts_on or _lives(region, activity):
        return
    if region.until and region.until < activity.starts_on:
        others = ", ".join(map(str, region.successors.all()))
        message = _("%(region)s existed until %(day)s. For a later day name its successor: %(others)s.")
        code, day = "region_ended", region.until
    else:
        others = ", ".join(map(str, region.predecessors.all()))
        message = _("%(region)s exists only since %(day)s. For an earlier day name its predecessor: %(others)s.")
        code, day = "region_not_yet", region.since
    problems.add(field, message, code, region=region, day=date_format(day), others=others or "–")


def check_teams(activity, teams, problems):
    for team in teams:
        if activity.starts_on and not _lives(team, activity):
            problems.add("teams", _("%(team)s did not exist on that day."), "team_not_on_that_day", team=team)


def check_speakers(speakers, problems):
    longest = {name: ActivitySpeaker._meta.get_field(name).max_length for name in ("name", "title")}
    for name, title in speakers:
        if not name or len(name) > longest["name"] or len(title) > longest["title"]:
            message = _("A speaker's name has 1 to %(name)d characters, the title at most %(title)d.")
            problems.add("speakers", message, "speaker_too_long", **longest)
        elif "\x00" in name + title:
            problems.add("speakers", _("The text contains a NUL character, which cannot be kept."), "null_character")


def check_complete(activity, lead, problems):
    """What a record needs before somebody else is asked to verify it."""
    if lead is None:
        problems.add("lead", _("Say who leads the activity."), "lead_missing")
    if not activity.task and activity.origin == Activity.Origin.PORTAL:
        problems.add("task", _("Choose the key task that the activity serves."), "task_missing")
    if not activity.place and activity.place_region is None:
        problems.add("place", _("Say where it took place."), "place_missing")
    if activity.starts_on and activity.starts_on > timezone.localdate():
        message = _("This day has not come yet. Keep the record as a draft and submit it from that day on.")
        problems.add("starts_on", message, "not_yet_begun")


def _lives(row, activity):
    """Whether a dated row holds on a day of the activity."""
    begun = row.since is None or row.since <= activity.ends_on
    return begun and (row.until is None or row.until >= activity.starts_on)
