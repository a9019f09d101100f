"""Who reports for whom, and which figures wait for an office."""

from typing import Any

from django.db.models import QuerySet

from belts.models import Region
from indicators.models import DataSet, Report
from indicators.models.reported.scope import reporting_codes
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span


def own_regions(user: Any, data_set: DataSet, span: Span) -> QuerySet[Region]:
    """Regions that report the data set for that period and for which this user types."""
    return cells.regions_of(data_set, span.last).filter(pk__in=reporting_codes(user))


def read_regions(user: Any, data_set: DataSet, span: Span) -> QuerySet[Region]:
    """Regions whose form this user may open: own ones, those of the own province, all for who sees everything."""
    rows, reach = cells.regions_of(data_set, span.last), user.reach
    if reach.sees_everything:
        return rows
    own = reach.counties | reach.provinces
    return rows.filter(pk__in=own) | rows.filter(province__in=own)


def waiting_for(user: Any) -> QuerySet[Report]:
    """What this user's office accepts or returns, the longest waiting first."""
    rows = Report.objects.acceptable_by(user).filter(state=Report.State.REPORTED, indicator__measure="")
    return complete(rows).order_by("state_since", "pk")


def complete(rows: QuerySet[Report]) -> QuerySet[Report]:
    """With all that a page says of a figure."""
    return rows.select_related(
        "indicator__data_set", "indicator__part_of", "region__province", "typed_by", "accepted_by"
    )


def closable_provinces(user: Any, provinces: list[Region]) -> list[Region]:
    """Those of ``provinces`` for which this user's office closes a period."""
    reach = user.reach
    return [] if reach.token_is_read_only else [province for province in provinces if province.pk in reach.provinces]
