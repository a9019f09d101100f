"""The dictionary as every installation starts with it; see docs/adr/0005: what people changed in the portal stays."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from belts.models import Region
from belts.services import corridor
from belts.services.sources import Source
from indicators.models import DataSet, Indicator, PublishedFigure
from indicators.services.reported import dictionary

DATA = Path(__file__).resolve().parents[2] / "data"


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _region(code: str) -> Region | None:
    return Region.objects.get(pk=code) if code else None


class DataSets(Source):
    file, model = "data_sets.csv", DataSet
    columns = ("code", "name", "frequency", "level", "due_days", "note", "since", "until")

    def values(self, cells):
        days = {name: _day(cells[name]) for name in ("since", "until")}
        return cells | days | {"due_days": int(cells["due_days"])}

    def save(self, actor, record, values):
        return dictionary.record_data_set(actor=actor, reason=self.file, **values)


class Indicators(Source):
    """Which data set an indicator is in, and what each province means by it, stand in the file like all else."""

    file, model = "indicators.csv", Indicator
    columns = (
        "code", "name", "data_set", "position", "owner", "unit", "places", "qualifier", "aggregation",
        "definition_chongqing", "definition_sichuan", "source", "measure", "lowest", "highest", "most_change",
        "not_below", "part_of", "since", "until",
    )  # fmt: skip

    def values(self, cells):
        return cells | {
            "data_set": DataSet.objects.get(pk=cells["data_set"]) if cells["data_set"] else None,
            "part_of": Indicator.objects.get(pk=cells["part_of"]) if cells["part_of"] else None,
            "owner": _region(cells["owner"]),
            "position": int(cells["position"]),
            "places": int(cells["places"]),
            "most_change": int(cells["most_change"]) if cells["most_change"] else None,
            **{name: _number(cells[name]) for name in ("lowest", "highest")},
            **{name: _day(cells[name]) for name in ("since", "until")},
        }

    def save(self, actor, record, values):
        return dictionary.record_indicator(actor=actor, reason=self.file, **values)


class PublishedFigures(Source):
    file, model = "published_figures.csv", PublishedFigure
    columns = ("indicator", "region", "day", "known_to", "value", "qualifier", "source")

    def key(self, cells):
        return " ".join(filter(None, (cells["indicator"], cells["region"], cells["day"])))

    def values(self, cells):
        return cells | {
            "indicator": Indicator.objects.get(pk=cells["indicator"]),
            "region": _region(cells["region"]),
            "day": _day(cells["day"]),
            "value": _number(cells["value"]),
        }

    def find(self, values):
        return PublishedFigure.objects.filter(**{name: values[name] for name in ("indicator", "region", "day")}).first()

    def save(self, actor, record, values):
        return dictionary.record_published(actor=actor, figure=record, **values)


def load_indicators(*, actor: Any = None, folder: Path = DATA) -> corridor.Report:
    """Apply the three files, or nothing where one row cannot be used."""
    sources = [DataSets(), Indicators(), PublishedFigures()]
    return corridor.load_files(name="indicators", sources=sources, folder=folder, actor=actor)
