"""The figures of the plan's own year report, as far as the portal keeps records of them (domain: 2024 report)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Team, TeamMember
from core.filters import check_known
from indicators.measures import MEASURES
from indicators.phrases import phrase_of
from indicators.queries.counting import answer
from indicators.queries.links import rows_url, statistics_query
from indicators.queries.question import Question, question_of
from indicators.queries.small_cells import FEWEST, hides_few

FIRST_YEAR = 2000
# Measure → the Chinese measure word that stands behind the number.
FIGURES = {
    "cross_region_teams": "支", "works": "件", "lectures": "场", "mass_culture": "场", "brands": "个",
    "volunteers_cross_region": "人",
}  # fmt: skip
HIDDEN = "不足5人"
MEMBERS = "team_members"
MEMBERS_LABEL = gettext_lazy("members of cross-region teams")
MEMBERS_MEANING = gettext_lazy(
    "Names on the rosters of the year's cross-region teams on any day of that year; who is in two teams counts twice."
)


@dataclass(frozen=True)
class Figure:
    """``phrase`` is the value as a report says it; ``rows_url`` and ``api_url`` list the records behind it,
    ``query`` asks the statistics for the same figure.
    """

    name: str
    label: str
    value: int | None
    phrase: str
    meaning: str
    rows_url: str
    api_url: str
    query: str


@dataclass(frozen=True)
class Headline:
    year: int
    as_of: dt.datetime
    figures: list[Figure]


def headline(request: Any, year: int) -> Headline:
    span = f"from={year}-01-01&to={year}-12-31"
    question = question_of(request, QueryDict(f"measures={','.join(FIGURES)}&{span}"))
    made = answer(question)
    figures = [_figure(request, name, made.total[name], span) for name in FIGURES]
    figures.insert(1, _members(question, year))
    return Headline(year, made.as_of, figures)


def year_of(given: Any) -> int:
    """The year asked for, this one when none is; ValidationError (``year_out_of_range``) for what is no year."""
    check_known(given, {"year"})
    text, this_year = given.get("year", ""), timezone.localdate().year
    if not text:
        return this_year
    if not (text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= this_year):
        message = _("The year is a number from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": this_year}
        raise ValidationError({"year": ValidationError(message, code="year_out_of_range")})
    return int(text)


def _figure(request, name, value, span):
    question = question_of(request, QueryDict(f"measures={name}&{span}"))
    return Figure(
        name=name,
        label=str(MEASURES[name].label),
        value=value,
        phrase=HIDDEN if value is None else phrase_of(value, FIGURES[name]),
        meaning=str(MEASURES[name].meaning),
        rows_url=rows_url(question, name),
        api_url=rows_url(question, name, api=True),
        query=statistics_query(question),
    )


def members_between(user: Any, first: dt.date, last: dt.date) -> int | None:
    """Members taking part: team memberships, as the report counts them, of the teams formed in these days.

    None for fewer than five people, where ``user`` is not told of so few.
    """
    teams = Team.objects.visible_to(user).filter(since__range=(first, last)).cross_region()
    on_roster = TeamMember.objects.filter(team__in=teams.values("pk"), since__lte=last)
    count = on_roster.exclude(until__lt=first).order_by().values("team", "name", "home_region").distinct().count()
    return None if 0 < count < FEWEST and hides_few(user) else count


def _members(question: Question, year: int) -> Figure:
    value = members_between(question.user, dt.date(year, 1, 1), dt.date(year, 12, 31))
    return Figure(
        name=MEMBERS,
        label=str(MEMBERS_LABEL),
        value=value,
        phrase=HIDDEN if value is None else phrase_of(value, "人"),
        meaning=str(MEMBERS_MEANING),
        rows_url=rows_url(question, "cross_region_teams"),
        api_url=rows_url(question, "cross_region_teams", api=True),
        query="",
    )
