"""The data files, one source each: its columns, how a row becomes values, and the service that keeps it."""

import datetime as dt
from decimal import Decimal

from belts.models import Belt, BeltMembership, BorderPair, LoadedRow, Region, Unit
from belts.services.memberships import correct_membership, join_belt
from belts.services.regions import record_belt, record_border_pair, record_region, record_successors
from belts.services.units import change_unit, create_unit


def day(text):
    return dt.date.fromisoformat(text) if text else None


def number(text):
    return Decimal(text) if text else None


def region_of(code):
    return Region.objects.get(pk=code) if code else None


class Source:
    """``name`` marks its rows in LoadedRow; ``columns`` are what it reads of ``file``."""

    file = ""
    columns: tuple[str, ...] = ()
    only_narrows = False
    repeats = False  # several rows may have one key; they are told apart by their order

    @property
    def name(self):
        return self.file.removesuffix(".csv")

    def key(self, cells):
        return cells["code"]

    def find(self, values):
        return self.model.objects.filter(pk=values["code"]).first()

    def of(self, record):
        """The record's values, by column."""
        return {name: getattr(record, name) for name in self.columns}


class Belts(Source):
    file, model = "belts.csv", Belt
    columns = ("code", "name", "zone", "position", "source")

    def values(self, cells):
        return cells | {"position": int(cells["position"])}

    def save(self, actor, record, values):
        return record_belt(actor=actor, **values)


class Regions(Source):
    file, model = "regions.csv", Region
    columns = (
        *("code", "name", "level", "prefecture", "province", "latitude", "longitude"),
        *("population", "since", "until", "source"),
    )

    def values(self, cells):
        return cells | {
            "province": region_of(cells["province"]),
            "latitude": number(cells["latitude"]),
            "longitude": number(cells["longitude"]),
            "population": int(cells["population"]) if cells["population"] else None,
            "since": day(cells["since"]),
            "until": day(cells["until"]),
        }

    def save(self, actor, record, values):
        return record_region(actor=actor, **values)


class Successors(Source):
    """A second reading of the regions' file, when all of them are there."""

    file, name, model = "regions.csv", "successors", Region
    columns = ("code", "successors")

    def values(self, cells):
        codes = sorted(filter(None, cells["successors"].split(";")))
        for code in codes:
            region_of(code)
        return {"code": cells["code"], "successors": codes}

    def of(self, record):
        return {"code": record.pk, "successors": sorted(record.successors.values_list("pk", flat=True))}

    def save(self, actor, record, values):
        successors = Region.objects.filter(pk__in=values["successors"])
        return record_successors(actor=actor, region=record, successors=list(successors))


class Memberships(Source):
    file, model = "memberships.csv", BeltMembership
    columns = ("belt", "region", "since", "until", "certainty", "evidence")
    repeats = True

    def key(self, cells):
        return f"{cells['region']} {cells['belt']}"

    def values(self, cells):
        return cells | {
            "belt": Belt.objects.get(pk=cells["belt"]),
            "region": region_of(cells["region"]),
            "since": day(cells["since"]),
            "until": day(cells["until"]),
        }

    def find(self, values):
        return self.model.objects.filter(**{name: values[name] for name in ("belt", "region", "since")}).first()

    def save(self, actor, record, values):
        if record is None:
            return join_belt(actor=actor, **values)
        values = {name: values[name] for name in ("since", "until", "certainty", "evidence")}
        return correct_membership(actor=actor, membership=record, **values)


class EndedMemberships(Memberships):
    """Seats that end come before the regions: a region may not end while its seat goes on."""

    only_narrows = True

    def values(self, cells):
        known = Region.objects.filter(pk=cells["region"]).first()
        return super().values(cells) if known else {"region": None}

    def find(self, values):
        return super().find(values) if values["region"] else None

    def narrows(self, now, wanted):
        return wanted["until"] is not None and (now["until"] is None or wanted["until"] < now["until"])


class BorderPairs(Source):
    file, model = "border_pairs.csv", BorderPair
    columns = ("chongqing", "sichuan", "kilometres", "since", "until", "source")

    def key(self, cells):
        return f"{cells['chongqing']} {cells['sichuan']}"

    def values(self, cells):
        return cells | {
            "chongqing": region_of(cells["chongqing"]),
            "sichuan": region_of(cells["sichuan"]),
            "kilometres": Decimal(cells["kilometres"]),
            "since": day(cells["since"]),
            "until": day(cells["until"]),
        }

    def find(self, values):
        return self.model.objects.filter(chongqing=values["chongqing"], sichuan=values["sichuan"]).first()

    def of(self, record):
        own = {name: getattr(record, name) for name in self.columns if name != "kilometres"}
        return own | {"kilometres": record.shared_kilometres}

    def save(self, actor, record, values):
        return record_border_pair(actor=actor, **values)


class Units(Source):
    """A unit is found again by the file's own key, so that people may rename it."""

    file, model = "units.csv", Unit
    columns = ("key", "region", "name", "kind", "parent", "since", "until", "source")

    def key(self, cells):
        return cells["key"]

    def values(self, cells):
        values = cells | {
            "region": region_of(cells["region"]),
            "parent": self._unit_of(cells["parent"]),
            "since": day(cells["since"]),
            "until": day(cells["until"]),
        }
        del values["key"]
        return values

    def _unit_of(self, key):
        return Unit.objects.get(pk=LoadedRow.objects.get(file=self.name, key=key).target) if key else None

    def find(self, values):
        return self.model.objects.filter(region=values["region"], name=values["name"]).first()

    def of(self, record):
        return {name: getattr(record, name) for name in self.columns if name != "key"}

    def save(self, actor, record, values):
        if record is None:
            return create_unit(actor=actor, **values)
        values = {name: value for name, value in values.items() if name != "region"}
        return change_unit(actor=actor, unit=record, shared_with=list(record.shared_with.all()), **values)


SOURCES = [Belts(), EndedMemberships(), Regions(), Successors(), Memberships(), BorderPairs(), Units()]
