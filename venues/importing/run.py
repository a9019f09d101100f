"""One file of venues on its way in: each row is judged by the rules of every venue, then written by the services."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.importer import Judged, Run, Verdict
from core.models import ImportRow
from venues.importing.columns import BY_KEY, COLUMN_OF, FIELDS
from venues.importing.reading import RowReader
from venues.importing.vocabulary import Vocabulary
from venues.models import Facility, Kind, Venue
from venues.queries.choices import regions_for
from venues.services.rows import check_values
from venues.services.venues import change_venue, create_venue

READ_DAY = {"since", "until"}
READ_NUMBER = {"latitude", "longitude"}
# Compared with what the portal holds; a column that the file lacks says nothing.
FOLLOWS = {"source_kind": "kind"}
NOT_COMPARED = {"id", "county_code"}


class VenueRun(Run):
    def __init__(self, batch, columns):
        super().__init__(batch, columns)
        self.keys = [column.key for column in columns]
        given = {*self.keys, *(key for key, leader in FOLLOWS.items() if leader in self.keys)}
        self.compared = sorted(given - NOT_COMPARED)
        self.known = Vocabulary()
        self.mine = set(regions_for(self.actor).values_list("pk", flat=True))

    def judge(self, rows):
        judged = [Judged(number=number, cells=cells) for number, cells in rows]
        for row in judged:
            self._read(row, dict(zip(self.keys, row.cells, strict=False)))
        self._compare([row for row in judged if not row.verdict])
        return judged

    def _read(self, row, cells):
        reader = RowReader(row, cells, self.known, self.words)
        row.values = reader.read()
        if row.values is not None:
            row.source_id = source_id_of(cells.get("id", ""), row.values)
            self._check(row)
        if row.has_error:
            row.verdict = Verdict.ERROR

    def _check(self, row):
        code = row.values["county_code"]
        if code and code not in self.mine:
            message = _("Your post does not keep venues of %(region)s. Its own office imports this row.")
            row.error("county_code", "county_out_of_reach", message % {"region": self.known.regions[code]})
        if row.has_error:
            return
        venue = Venue(region=self.known.regions[code], **fields_for(row.values))
        try:
            check_values(venue)
            venue.clean_fields(exclude=["space", "region", "unit", "parent", "form_key"])
            venue.clean()
        except ValidationError as error:
            for field, problems in error.error_dict.items():
                for problem in problems:
                    row.error(COLUMN_OF.get(field, ""), problem.code or "invalid", " ".join(problem.messages))

    def _compare(self, rows):
        found = Venue.objects.filter(source=self.batch.source, source_id__in=[row.source_id for row in rows])
        venues = {venue.source_id: venue for venue in found.prefetch_related("shared_with")}
        keys = [venue.pk for venue in venues.values()]
        mine = set(Venue.objects.manageable_by(self.actor).filter(pk__in=keys).values_list("pk", flat=True))
        last = last_imported(self.batch.kind, keys)
        names = self._names_taken(rows)
        for row in rows:
            if (venue := venues.get(row.source_id)) is None:
                row.verdict = self._verdict_of_new(row, names)
            elif venue.pk not in mine or venue.region_id != row.values["county_code"]:
                message = _("This source and number belong to a venue of another county. Choose another source name.")
                row.error("id", "record_of_another", message)
                row.verdict = Verdict.ERROR
            else:
                self._compare_one(row, venue, last.get(venue.pk))

    def _names_taken(self, rows):
        names = Venue.objects.filter(parent=None, name__in=[row.values["name"] for row in rows])
        return set(names.values_list("region_id", "name"))

    def _verdict_of_new(self, row, names):
        """A name stands once in a county; the one that is there may come from another source or a form."""
        if (row.values["county_code"], row.values["name"]) in names:
            row.error("name", "unique", _("This county, or this whole, has a venue of that name already."))
            return Verdict.ERROR
        return Verdict.NEW

    def _compare_one(self, row, venue, base):
        """Of what the file says anew, what the venue does not say yet; not what people changed in the portal."""
        row.target_id, row.target_version = venue.pk, venue.version
        now = values_of(venue)
        changed = [key for key in self.compared if row.values[key] != now[key]]
        touched = []
        if base is not None:
            changed = [key for key in changed if row.values[key] != base.get(key)]
            touched = [key for key in self.compared if now[key] != base.get(key)]
        row.verdict = Verdict.CHANGED if changed else Verdict.SAME
        row.changes = [
            [shown_as(key), text_of(self.known, key, now), text_of(self.known, key, row.values)] for key in changed
        ]
        if both := [key for key in changed if key in touched]:
            row.verdict = Verdict.CONFLICT
            for key in both:
                message = _("Changed in the portal since the last import, to “%(now)s”. Settle it in the record.")
                row.warn(shown_as(key), "changed_on_both_sides", message % {"now": text_of(self.known, key, now)})

    def apply(self, rows):
        mine = set(regions_for(self.actor).values_list("pk", flat=True))  # a post may have ended since
        for row in rows:
            if row.values["county_code"] not in mine:
                message = _("Your post does not keep venues of this county any more.")
                raise ValidationError(message, code="county_out_of_reach")
            if row.verdict == Verdict.NEW:
                row.target_id = self._make(row).pk
            elif row.verdict == Verdict.CHANGED:
                self._change(row)

    def _make(self, row):
        return create_venue(
            actor=self.actor,
            region=self.known.regions[row.values["county_code"]],
            shared_with=row.values["shared_county_codes"],
            source=self.batch.source,
            source_id=row.source_id,
            **fields_for(row.values),
        )

    def _change(self, row):
        """Only what the uploader saw as changed; a venue that somebody changed since is refused as stale."""
        keys = {key for key in self.compared if shown_as(key) in {shown for shown, _before, _after in row.changes}}
        fields = fields_for(row.values)
        changes = {FIELDS[key]: fields[FIELDS[key]] for key in keys if key in FIELDS}
        if "shared_county_codes" in keys:
            changes["shared_with"] = row.values["shared_county_codes"]
        change_venue(actor=self.actor, venue=Venue(pk=row.target_id), version=row.target_version, **changes)


def source_id_of(given, values):
    """The row's number; without one county and name tell the rows of a source apart."""
    return given or "·".join(filter(None, (values["county_code"], values["name"])))[:100]


def fields_for(values):
    """Fields of a venue with their own types: what was read is kept as JSON."""
    fields = {field: values[key] for key, field in FIELDS.items()}
    for name in READ_DAY:
        fields[name] = fields[name] and dt.date.fromisoformat(fields[name])
    for name in READ_NUMBER:
        fields[name] = fields[name] and Decimal(fields[name])
    return fields


def values_of(venue):
    """A venue in the form of a row that was read."""
    values = {key: getattr(venue, field) for key, field in FIELDS.items()}
    for key, field in FIELDS.items():
        if field in READ_DAY:
            values[key] = values[key] and values[key].isoformat()
        if field in READ_NUMBER:
            values[key] = None if values[key] is None else str(values[key])
    values["facilities"] = sorted(values["facilities"])
    values["shared_county_codes"] = sorted(region.pk for region in venue.shared_with.all())
    return values


def last_imported(kind, keys):
    """What the last import wrote into each venue, so that a change made in the portal since is told from the file's."""
    rows = ImportRow.objects.filter(batch__kind=kind, target_id__in=keys, applied_at__isnull=False)
    return {row.target_id: row.values for row in rows.order_by("target_id", "-applied_at").distinct("target_id")}


def shown_as(key):
    """The column under which a change is shown: the source's word for the kind stands in the column of kinds."""
    return key if key in BY_KEY else FOLLOWS[key]


def text_of(known, key, values):
    value = values[key]
    if value in (None, "", []):
        return ""
    if key == "kind":
        return str(Kind(value).label)
    if key == "facilities":
        return "; ".join(str(Facility(name).label) for name in value)
    if key == "shared_county_codes":
        return "; ".join(str(known.regions.get(code, code)) for code in value)
    return str(value)
