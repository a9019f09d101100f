"""From judged rows to records: new ones by COPY, changed ones through the services that the form uses.

What a form would check was checked when the row was judged (``checking.Checker``, the same rules); the constraints of
the database have the last word, and a row that they refuse is refused alone.
"""

import datetime as dt
from collections import defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.importing.checking import DAYS, PLAIN, TIMES, fields_of
from activities.importing.reading import NEW
from activities.importing.vocabulary import NAMED_THINGS
from activities.models import (
    Activity,
    ActivityParty,
    ActivitySpeaker,
    ActivityStep,
    Brand,
    Team,
    Work,
)
from activities.services.brands import create_brand
from activities.services.life import submit_activity
from activities.services.logging import edit_activity
from activities.services.teams import create_team
from activities.services.works import create_work
from core.imports.copying import copy_rows, new_ids
from core.imports.importer import CREATE, Verdict
from core.locks import work_alone
from core.models import ImportRow

State = Activity.State
# Keys of the values that the database takes as they are, and the fields that hold them.
SAME_IN_DATABASE = PLAIN | {key: key for key in DAYS | TIMES}
ACTIVITY_COLUMNS = (
    "id",
    *SAME_IN_DATABASE.values(),
    "place_region_id",
    "brand_id",
    "origin",
    "source",
    "source_id",
    "state",
    "state_since",
    "version",
    "created_by_id",
    "created_at",
    "submitted_by_id",
)
# What the file does not say of them stays unsaid: their home, and of what kind they are.
MAKE = {
    "brand": create_brand,
    "team": partial(create_team, kind=Team.Kind.NOT_STATED),
    "work": partial(create_work, kind=Work.Kind.NOT_STATED),
}
STEP_COLUMNS = ("activity_id", "from_state", "to_state", "actor_id", "at", "reason")


def make_named_things(batch, actor):
    """The brands, teams and works that the uploader decided to make; those that are there already stay."""
    wanted = {
        column
        for column, words in batch.decisions.items()
        if column in NAMED_THINGS and any(decision == CREATE for decision in words.values())
    }
    if not wanted:
        return
    work_alone("make the named things of an import")
    firsts = _first_days(batch, wanted)
    for column in sorted(wanted):
        model, field = NAMED_THINGS[column]
        names = firsts[column]
        for name in sorted(names.keys() - _clear_names(model, field, names)):
            MAKE[column](actor=actor, since=names[name], **{field: name})


def _clear_names(model, field, names):
    """Names that mean one thing already: only one has it, or the one without a home."""
    homes = defaultdict(list)
    for name, home in model.objects.filter(**{f"{field}__in": names}).values_list(field, "home_region"):
        homes[name].append(home)
    return {name for name, found in homes.items() if len(found) == 1 or None in found}


def _first_days(batch, columns):
    """New names by column, each with the first day on which a row of the file names it."""
    firsts = {column: {} for column in columns}
    rows = ImportRow.objects.filter(batch=batch).owed().values_list("values", flat=True)
    for values in rows.iterator(chunk_size=2_000):
        for column in columns:
            things = values[column] if isinstance(values[column], list) else [values[column]]
            for thing in things:
                if isinstance(thing, str):
                    name, day = thing.removeprefix(NEW), dt.date.fromisoformat(values["starts_on"])
                    firsts[column][name] = min(day, firsts[column].get(name, day))
    return firsts


def write_rows(run, rows):
    """All of them or an exception."""
    _check_reach(run, rows)
    _learn_new_names(run, rows)
    _insert(run, [row for row in rows if row.verdict == Verdict.NEW])
    for row in rows:
        if row.verdict == Verdict.CHANGED:
            _change(run, row)


def _check_reach(run, rows):
    """The uploader's post may have ended since the rows were judged."""
    for row in rows:
        lead = row.values["host_county_code"]
        if lead and not run.may_lead(lead):
            raise ValidationError(
                _("Your post does not log records of this county any more."), code="lead_out_of_reach"
            )


def _learn_new_names(run, rows):
    for key in NAMED_THINGS:
        things = (thing for row in rows for thing in _as_list(row.values[key]))
        run.known.learn(key, {thing.removeprefix(NEW) for thing in things if isinstance(thing, str)})


def _as_list(things):
    return things if isinstance(things, list) else [things]


def _ids(run, key, values):
    lead = values["host_county_code"]
    return [
        run.known.named_thing(key, thing.removeprefix(NEW), lead) if isinstance(thing, str) else thing
        for thing in _as_list(values[key])
        if thing is not None
    ]


def _insert(run, rows):
    if not rows:
        return
    now = timezone.now()
    activities, parties, steps, speakers = [], [], [], []
    teams, works = [], []
    for row, pk in zip(rows, new_ids(Activity, len(rows)), strict=True):
        row.target_id, values = pk, row.values
        activities.append(_activity(run, row, values, now))
        if values["host_county_code"]:
            parties.append((pk, values["host_county_code"], "lead"))
        parties += [(pk, code, "partner") for code in values["partner_county_codes"]]
        steps += _steps(pk, values["submit"], run.actor.pk, now)
        speakers += [(pk, name, title) for name, title in values["speakers"]]
        teams += [(pk, team) for team in dict.fromkeys(_ids(run, "team", values))]
        works += [(pk, work) for work in dict.fromkeys(_ids(run, "work", values))]
    copy_rows(Activity, ACTIVITY_COLUMNS, activities)
    copy_rows(ActivityParty, ("activity_id", "region_id", "role"), parties)
    copy_rows(ActivityStep, STEP_COLUMNS, steps)
    copy_rows(ActivitySpeaker, ("activity_id", "name", "title"), speakers)
    copy_rows(Activity.teams.through, ("activity_id", "team_id"), teams)
    copy_rows(Activity.works.through, ("activity_id", "work_id"), works)


def _activity(run, row, values, now):
    brand = _ids(run, "brand", values)
    submitted = values["submit"]
    return (
        row.target_id,
        *(values[key] for key in SAME_IN_DATABASE),
        values["place_region_code"],
        brand[0] if brand else None,
        Activity.Origin.IMPORT.value,
        run.batch.source,
        row.source_id,
        (State.SUBMITTED if submitted else State.DRAFT).value,
        now,
        2 if submitted else 1,  # as if logged, then submitted
        run.actor.pk,
        now,
        run.actor.pk if submitted else None,
    )


def _steps(pk, submitted, actor, now):
    yield pk, "", State.DRAFT.value, actor, now, ""
    if submitted:
        yield pk, State.DRAFT.value, State.SUBMITTED.value, actor, now, ""


def _change(run, row):
    """Only what the uploader saw as changed; a record that somebody changed since is refused as stale."""
    record = Activity(pk=row.target_id)
    record = edit_activity(actor=run.actor, activity=record, version=row.target_version, **_changes(run, row))
    if row.values["submit"]:
        submit_activity(actor=run.actor, activity=record)


def _partners(run, row):
    """The units that people named in the portal stay where their region does."""
    parties = ActivityParty.objects.filter(activity=row.target_id, role=ActivityParty.Role.PARTNER)
    named = defaultdict(list)
    for party in parties.select_related("region", "unit"):
        named[party.region_id].append((party.region, party.unit))
    codes = row.values["partner_county_codes"]
    return [party for code in codes for party in named.get(code) or [(run.known.regions[code], None)]]


def _changes(run, row):
    values, keys = row.values, {key for key, _before, _after in row.changes}
    fields = fields_of(values)
    changes = {field: fields[field] for key, field in SAME_IN_DATABASE.items() if key in keys}
    regions = run.known.regions
    if "host_county_code" in keys:
        changes["lead_region"] = regions.get(values["host_county_code"])
    if "partner_county_codes" in keys:
        changes["partners"] = _partners(run, row)
    if "place_region_code" in keys:
        changes["place_region"] = regions.get(values["place_region_code"])
    if "brand" in keys:
        changes["brand"] = Brand.objects.filter(pk__in=_ids(run, "brand", values)).first()
    if "team" in keys:
        changes["teams"] = list(Team.objects.filter(pk__in=_ids(run, "team", values)))
    if "work" in keys:
        changes["works"] = list(Work.objects.filter(pk__in=_ids(run, "work", values)))
    if "speakers" in keys:
        changes["speakers"] = [tuple(speaker) for speaker in values["speakers"]]
    return changes
