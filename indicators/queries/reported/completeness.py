"""How complete and how timely a period is reported, by region."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from belts.models import Region
from core import workdays
from indicators.models import Closing, DataSet, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span

State = Report.State


@dataclass
class Line:
    """Of one region: how many figures are asked, came in, are accepted, and came in time; what was returned waits."""

    region: Region
    asked: int
    reported: int = 0
    accepted: int = 0
    returned: int = 0
    on_time: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.reported - self.returned

    @property
    def percent(self) -> int:
        return 100 * self.reported // self.asked if self.asked else 100

    @property
    def timely_percent(self) -> int:
        return 100 * self.on_time // self.asked if self.asked else 100


@dataclass
class Completeness:
    """``closings`` by code of the province; ``overdue`` when the deadline is over."""

    span: Span
    due_on: dt.date
    overdue: bool
    lines: list[Line] = field(default_factory=list)
    provinces: list[Region] = field(default_factory=list)
    closings: dict[str, Closing] = field(default_factory=dict)

    @property
    def provisional(self) -> bool:
        return any(province.pk not in self.closings for province in self.provinces)

    def total(self, lines: Iterable[Line] | None = None) -> dict[str, int]:
        lines = self.lines if lines is None else list(lines)
        names = ("asked", "reported", "accepted", "returned", "on_time", "missing")
        return {name: sum(getattr(line, name) for line in lines) for name in names}


def completeness_of(data_set: DataSet, span: Span, days: workdays.Calendar | None = None) -> Completeness:
    """Figures that the statistics fill are asked of nobody. Timely is what came in first by its deadline."""
    due = cells.due_on(data_set, span.last, days)
    asked = cells.indicators_of(data_set, span.last).filter(measure="")
    codes = set(asked.values_list("pk", flat=True))
    lines = {region.pk: Line(region, len(codes)) for region in cells.regions_of(data_set, span.last)}
    rows = Report.objects.filter(indicator__in=codes, region__in=lines, period=span.word).order_by()
    for region, state, handed_in_at, due_on in rows.values_list("region", "state", "handed_in_at", "due_on"):
        line = lines[region]
        line.reported += state != State.RETURNED
        line.returned += state == State.RETURNED
        line.accepted += state == State.ACCEPTED
        line.on_time += timezone.localdate(handed_in_at) <= due_on
    closings = Closing.objects.filter(data_set=data_set, period=span.word).select_related("closed_by", "province")
    return Completeness(
        span, due, timezone.localdate() > due, list(lines.values()),
        list(cells.provinces_of(data_set, span.last)), {closing.province_id: closing for closing in closings},
    )  # fmt: skip
