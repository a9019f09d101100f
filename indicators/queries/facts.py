"""The four tables that are counted: where their rows come from, and which regions a row is credited to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from activities.models import Brand, Kind, Team, Work
from indicators.measures import ACTIVITY, BRAND, TEAM, WORK
from indicators.queries.question import Question

# Flags are sets of ids among the rows that are counted, so that what “touring” means stands with the models.
FLAGS: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "touring": lambda rows: rows.filter(kind=Kind.LECTURE).touring().values("pk"),
    "cross_province": lambda rows: rows.cross_province_ids(),
    "cross_region": lambda rows: rows.cross_region().values("pk"),
}


@dataclass(frozen=True)
class Fact:
    """``regions`` is SQL that gives (fact_id, region_id, role); ``day`` is the column that dates a row."""

    rows: Callable[[Question], QuerySet[Any]]
    day: str
    regions: str
    extra: tuple[str, ...] = ()


def _home_and(table: str, other: str, column: str) -> str:
    return (
        f"(SELECT id AS fact_id, home_region_id AS region_id FROM {table} WHERE home_region_id IS NOT NULL "  # noqa: S608
        f"UNION SELECT {column}, home_region_id FROM {other})"
    )


def _dated(model: Any) -> Callable[[Question], QuerySet[Any]]:
    """Teams, works and brands that the user sees, by the day they began."""

    def rows(question: Question) -> QuerySet[Any]:
        found = model.objects.visible_to(question.user)
        for name, lookup in (("from", "since__gte"), ("to", "since__lte")):
            if question.filter_value(name):
                found = found.filter(**{lookup: question.filter_value(name)})
        return found

    return rows


FACTS: dict[str, Fact] = {
    ACTIVITY: Fact(
        lambda question: question.filters.qs,
        "starts_on",
        "(SELECT activity_id AS fact_id, region_id, role FROM activities_activityparty)",
        ("precision",),
    ),
    TEAM: Fact(_dated(Team), "since", _home_and("activities_team", "activities_teammember", "team_id")),
    WORK: Fact(_dated(Work), "since", _home_and("activities_work", "activities_workauthor", "work_id")),
    BRAND: Fact(
        _dated(Brand),
        "since",
        "(SELECT id AS fact_id, home_region_id AS region_id FROM activities_brand WHERE home_region_id IS NOT NULL)",
    ),
}
