"""What must hold for a row that could be read: the rules of every record, the uploader's reach; and what is odd."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.importing.columns import COLUMN_OF
from activities.models import Activity
from activities.services import rules
from core.imports.said import said

PLAIN = {
    "title": "title",
    "kind": "kind",
    "task": "task",
    "summary": "summary",
    "place": "place",
    "organiser_units": "organisers",
    "date_precision": "precision",
    "audience": "audience",
    "audience_basis": "audience_basis",
    "audience_method": "audience_method",
    "volunteers": "volunteers",
    "source_title": "source_note",
}
NO_TASK = gettext_noop("No key task is stated: it stays empty.")
DAYS = {"starts_on": dt.date.fromisoformat, "ends_on": dt.date.fromisoformat}
TIMES = {"starts_at": dt.time.fromisoformat, "ends_at": dt.time.fromisoformat}


def fields_of(values):
    """The values of a row as fields of a record; related rows are left out."""
    fields = {field: values[key] for key, field in PLAIN.items()}
    for key, read in (DAYS | TIMES).items():
        fields[key] = values[key] and read(values[key])
    return fields


class Checker:
    """Checks rows of one file by one person."""

    def __init__(self, vocabulary, may_lead):
        self.known, self.may_lead = vocabulary, may_lead
        # One record serves all rows: making an instance costs as much as all its checks.
        self.record = Activity(origin=Activity.Origin.IMPORT)

    def check(self, row, values, given):
        """Adds problems to ``row``; settles the period in ``values``, and says there whether the record is complete."""
        self._check_required(row, values)
        activity = self._record(values)
        lead, partners = self._party(values["host_county_code"]), values["partner_county_codes"]
        problems = rules.Problems()
        rules.check_facts(activity, problems)
        rules.check_parties(activity, lead, [self._party(code) for code in partners], problems)
        rules.check_teams(activity, filter(None, map(self.known.teams.get, values["team"])), problems)
        rules.check_speakers(values["speakers"], problems)
        unread = {problem["column"] for problem in row.problems if problem["level"] == "error"}
        _say(problems, row.error, except_at=unread)  # of a cell that could not be read nothing more is said
        self._check_reach(row, values["host_county_code"])
        self._warn(row, values, given)
        values["submit"] = self._is_complete(row, activity, lead)

    def _check_required(self, row, values):
        for key in ("title", "kind", "starts_on"):
            if not values[key] and not any(problem["column"] == key for problem in row.problems):
                row.error(key, "cell_empty", _("This cell must not be empty."))

    def _record(self, values):
        activity = self.record
        vars(activity).update(fields_of(values))
        if (place := values["place_region_code"]) or activity.place_region_id:
            activity.place_region = self.known.regions[place] if place else None
        rules.settle(activity)
        if activity.starts_on:
            values["starts_on"], values["ends_on"] = activity.starts_on.isoformat(), activity.ends_on.isoformat()
        values["audience_method"] = activity.audience_method
        if activity.starts_at is None:
            values["starts_at"] = values["ends_at"] = None
        return activity

    def _party(self, code):
        return (self.known.regions[code], None) if code else None

    def _check_reach(self, row, lead):
        if lead and not self.may_lead(lead):
            message = _("Your post does not log records of %(region)s. Its own office imports this row.")
            row.error("host_county_code", "lead_out_of_reach", message % {"region": self.known.regions[lead]})

    def _warn(self, row, values, given):
        for key, codes in (
            ("host_county_code", [values["host_county_code"]]),
            ("partner_county_codes", values["partner_county_codes"]),
        ):
            outside = [str(self.known.regions[code]) for code in codes if code and code not in self.known.belts_of]
            if outside:
                message = _("%(regions)s never had a seat in a belt: kept, and counted for no belt.")
                row.warn(key, "outside_the_corridor", message % {"regions": ", ".join(outside)})
        self._compare_belt(row, values, given.get("belt", ""))
        if not values["task"] and not given.get("task"):
            row.warn("task", "task_not_stated", said(NO_TASK))

    def _compare_belt(self, row, values, stated):
        if not stated:
            return
        codes = [values["host_county_code"], *values["partner_county_codes"]]
        belts = set().union(*(self.known.belts_of.get(code, ()) for code in codes))
        if stated not in belts:
            said = ", ".join(sorted(belts)) or _("none")
            message = _("The file says %(stated)s; the counties of the row sit in: %(belts)s. The counties count.")
            row.warn("belt", "belt_differs", message % {"stated": stated, "belts": said})

    def _is_complete(self, row, activity, lead):
        """Whether the record is submitted at once; if not, what keeps it a draft."""
        if row.has_error:
            return False
        if lead is None:
            message = _("No lead: stays a draft until somebody names the lead county.")
            row.warn("host_county_code", "lead_not_stated", message)
            return False
        problems = rules.Problems()
        rules.check_complete(activity, lead, problems)
        if problems.by_field:
            prefix = _("Stays a draft:")
            _say(problems, lambda column, code, message: row.warn(column, code, f"{prefix} {message}"))
        return not problems.by_field


def _say(problems, tell, except_at=()):
    for field, errors in problems.by_field.items():
        column = COLUMN_OF.get(field, field)
        for error in errors if column not in except_at else ():
            tell(column, error.code, " ".join(error.messages))
