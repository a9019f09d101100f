"""What the portal holds already: records by their number in the source, in the same form as a row that was read."""

from activities.importing.checking import PLAIN
from activities.importing.reading import NEW
from activities.models import Activity, ActivityParty
from core.models import ImportRow

# Columns that are not compared: they tell rows apart, or are worked out from others.
NOT_COMPARED = {"id", "belt", "confidence"}
# A column that is not in the file leaves alone what follows from it.
FOLLOWS = {"ends_on": "starts_on", "date_precision": "starts_on", "audience_basis": "audience"}
FOLLOWS |= {"audience_method": "audience"}


def records_of(source, source_ids):
    """Records of a source by their number in it, with everything that is compared."""
    rows = Activity.objects.filter(source=source, source_id__in=source_ids)
    return {record.source_id: record for record in rows.prefetch_related("parties", "speakers", "teams", "works")}


def values_of(record):
    parties = list(record.parties.all())
    lead = [party.region_id for party in parties if party.role == ActivityParty.Role.LEAD]
    partners = {party.region_id for party in parties if party.role == ActivityParty.Role.PARTNER}
    return {
        **{key: getattr(record, field) for key, field in PLAIN.items()},
        "starts_on": record.starts_on.isoformat(),
        "ends_on": record.ends_on.isoformat(),
        "starts_at": record.starts_at and record.starts_at.strftime("%H:%M"),
        "ends_at": record.ends_at and record.ends_at.strftime("%H:%M"),
        "place_region_code": record.place_region_id,
        "host_county_code": lead[0] if lead else None,
        "partner_county_codes": sorted(partners - set(lead)),
        "brand": record.brand_id,
        "team": sorted((team.pk for team in record.teams.all()), key=str),
        "work": sorted((work.pk for work in record.works.all()), key=str),
        "speakers": [[speaker.name, speaker.title] for speaker in record.speakers.all()],
    }


def compared_keys(columns):
    """What a file with these columns says something about."""
    given = {column.key for column in columns}
    follow = {key for key, leader in FOLLOWS.items() if leader in given}
    return sorted((given | follow) - NOT_COMPARED)


def differing(keys, one, other):
    return [key for key in keys if one.get(key) != other.get(key)]


class LastImported:
    """What the last import wrote into records, so that a change made in the portal since can be told from one in the
    file.
    """

    def __init__(self, kind, record_ids, vocabulary):
        rows = ImportRow.objects.filter(batch__kind=kind, target_id__in=record_ids, applied_at__isnull=False)
        rows = rows.order_by("target_id", "-applied_at").distinct("target_id")
        self.values = {row.target_id: row.values for row in rows}
        self.known = vocabulary
        for key in ("brand", "team", "work"):
            names = [name for values in self.values.values() for name in _new_names(values[key])]
            self.known.learn(key, names)

    def of(self, record):
        """The values, or None for a record that no import wrote. What was new then has an id now."""
        values = self.values.get(record.pk)
        if values is None:
            return None
        lead = values["host_county_code"]
        named = {key: self._ids(key, values[key], lead) for key in ("brand", "team", "work")}
        return values | named

    def _ids(self, key, things, lead):
        if not isinstance(things, list):
            return self._id(key, things, lead)
        return sorted((self._id(key, thing, lead) for thing in things), key=str)

    def _id(self, key, thing, lead):
        if isinstance(thing, str) and thing.startswith(NEW):
            return self.known.named_thing(key, thing.removeprefix(NEW), lead) or thing
        return thing


def _new_names(things):
    things = things if isinstance(things, list) else [things]
    return [thing.removeprefix(NEW) for thing in things if isinstance(thing, str)]
