"""A question to the statistics, read from query parameters: what is refused is refused here, with a code."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.filters import ActivityFilter
from activities.models import Activity
from belts.queries.seats import AS_WAS
from core.filters import check_known
from indicators.measures import ACTIVITY, DIMENSIONS, FACETS, MEASURES, PEOPLE, PERSONALS, TIMES, VOLUNTEER, Measure
from indicators.periods import Period, period_of, span

# Each is given once, but for the lists: measures, by, show.
SINGLE_PARAMETERS = frozenset({"state", "format", "period", "compare", "top", "top_by", "provenance", "at"})
OWN_PARAMETERS = SINGLE_PARAMETERS | {"measures", "by", "show"}
# The filters that ask for the party or the day, and so mean something for all that is counted.
SHARED_FILTERS = frozenset({"belt", "region", "province", "corridor", "membership", "from", "to"})
PARTY_FILTERS = ("belt", "region", "province", "corridor", "role")
DEFAULT_MEASURES = ("activities",)
MOST_DIMENSIONS = 3
VERIFIED, ALL = STATES = ("verified", "all")
# Three measures that are never added, unless somebody asks for just that.
AUDIENCE, MIXED = "audience", "mixed"
AUDIENCES = ("audience_named", "audience_counted", "audience_estimated")
ALL_AUDIENCES = Measure(
    AUDIENCE,
    ACTIVITY,
    gettext_lazy("audience, of mixed provenance"),
    gettext_lazy("People who signed in, were counted or were estimated, added because provenance=mixed asks for it."),
)


@dataclass(frozen=True)
class Question:
    """``filters`` is the bound, valid filter set over the records that ``user`` may see in this state.

    ``at`` asks for the figures as they stood at that moment, ``updated_after`` for those alone that are others than at
    that one (``queries.updates``). ``period`` is the word that was given for its days, empty where days or nothing were
    given. ``mixed`` asks for the sum of the three audiences beside them.
    """

    user: Any
    measures: tuple[str, ...]
    by: tuple[str, ...]
    state: str
    filters: ActivityFilter
    period: str = ""
    mixed: bool = False
    at: dt.datetime | None = None
    updated_after: dt.datetime | None = None

    def filter_value(self, name: str) -> Any:
        """The cleaned value of a filter, None where it is not set."""
        value = self.filters.form.cleaned_data.get(name)
        return None if value in ("", None, []) else value

    @property
    def membership(self) -> str:
        return str(self.filter_value("membership") or AS_WAS)

    @property
    def given(self) -> dict[str, str]:
        """The filters as they were given, for the echo and for links to the rows."""
        data = self.filters.data
        return {name: ",".join(filter(None, data.getlist(name))) for name in data if any(data.getlist(name))}

    @property
    def days(self) -> Period:
        """The days that are counted; open where the question leaves them open."""
        first, last = self.filter_value("from"), self.filter_value("to")
        return Period(self.period, first, last) if self.period else span(first, last)

    def over(self, days: Period) -> "Question":
        """The same question about other days."""
        data = self.filters.data.copy()
        for name, day in (("from", days.first), ("to", days.last)):
            data[name] = day.isoformat() if day else ""
        filters = ActivityFilter(data, self.filters.queryset, request=self.filters.request)
        if not filters.is_valid():
            raise ValidationError({name: found.as_data() for name, found in filters.errors.items()})
        return replace(self, filters=filters, period="")

    def measures_of(self, fact: str) -> list[Measure]:
        return [MEASURES[name] for name in self.measures if MEASURES[name].fact == fact]


def question_of(request: Any, given: Any = None) -> Question:
    """Read ``given`` (a QueryDict; the request's own when left out). Raises ValidationError by parameter."""
    given = request.GET if given is None else given
    _check_once(given)
    measures, mixed = _measures(given)
    by = _words(given, "by", DIMENSIONS, "unknown_dimension")
    if len(by) > MOST_DIMENSIONS:
        message = _("Split by at most %(most)d dimensions.") % {"most": MOST_DIMENSIONS}
        raise _refusal("by", message, "too_many_dimensions")
    state = _state(given, request.user)
    days = _with_days(given)
    question = Question(
        request.user,
        measures,
        by,
        state,
        _filters(request, days, state),
        given.get("period") or "",
        mixed,
        moment_of(given, "at"),
    )
    _check_other_facts(question)
    return question


def may_count_all(user: Any) -> bool:
    """Counties and offices, for the records they keep; the auditor reads everything."""
    return bool(user.reach.sees_everything or user.reach.counties or user.reach.provinces)


def shown_measures(question: Question) -> list[Measure]:
    """The measures that were asked for, and last their sum where audiences are added."""
    return [MEASURES[name] for name in question.measures] + ([ALL_AUDIENCES] if question.mixed else [])


def _check_once(given):
    for name in SINGLE_PARAMETERS - {"state", "format"}:
        check_once(given, name)


def check_once(given: Any, name: str) -> None:
    if len(given.getlist(name)) > 1:
        raise _refusal(name, _("Give this parameter once."), "given_twice")


def moment_of(given: Any, name: str) -> dt.datetime | None:
    """The moment of a parameter; one without an offset is Beijing's."""
    text = (given.get(name) or "").replace(" ", "+")  # a plus that the client did not escape
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
        if found.year in (dt.MINYEAR, dt.MAXYEAR):  # at the ends of the calendar other time zones cannot say it
            raise ValueError(text)
    except ValueError as error:
        message = _("“%(word)s” is no moment. Write for example 2025-01-08T00:00+08:00.") % {"word": text}
        raise _refusal(name, message, "unknown_moment") from error
    return found if found.tzinfo else timezone.make_aware(found)


def _measures(given):
    """(measures, whether audiences are added); ``audience`` stands for the three."""
    asked = _words(given, "measures", [*MEASURES, AUDIENCE], "unknown_measure") or DEFAULT_MEASURES
    provenance = given.get("provenance") or ""
    if provenance not in {"", MIXED}:
        message = _("“%(word)s” is not known here. Allowed: %(known)s.") % {"word": provenance, "known": MIXED}
        raise _refusal("provenance", message, "unknown_provenance")
    if AUDIENCE not in asked:
        return asked, False
    if not provenance:
        message = _(
            "People who signed in, were counted or were estimated are not added. Ask for %(measures)s side by side, or "
            "say provenance=mixed."
        )
        raise _refusal("measures", message % {"measures": ", ".join(AUDIENCES)}, "mixed_provenance")
    return tuple(dict.fromkeys([*(name for name in asked if name != AUDIENCE), *AUDIENCES])), True


def _with_days(given):
    """``given`` with the days of its period as ``from`` and ``to``."""
    word = given.get("period") or ""
    if not word:
        return given
    if given.get("from") or given.get("to"):
        message = _("Give a period by its word, or its first and last day: not both.")
        raise _refusal("period", message, "period_and_days")
    try:
        days = period_of(word, timezone.localdate())
    except ValidationError as error:
        raise ValidationError({"period": error}) from error
    data = given.copy()
    for name, day in (("from", days.first), ("to", days.last)):
        data[name] = day.isoformat() if day else ""
    return data


def _refuse_split(question, dimensions, measures):
    """For measures that have no value in these dimensions."""
    for name in dimensions:
        if name in question.by and measures:
            message = _("%(measures)s cannot be split by %(name)s.")
            message %= {"measures": ", ".join(measures), "name": name}
            raise _refusal("by", message, "measure_dimension_mismatch")


def _refusal(name, message, code):
    return ValidationError({name: ValidationError(message, code=code)})


def _words(given, name, known, code):
    asked = [word.strip() for value in given.getlist(name) for word in value.split(",")]
    words = tuple(dict.fromkeys(filter(None, asked)))
    for word in words:
        if word not in known:
            message = _("“%(word)s” is not known here. Allowed: %(known)s.")
            raise _refusal(name, message % {"word": word, "known": ", ".join(known)}, code)
    return words


def _state(given, user):
    state = given.get("state") or VERIFIED
    if state not in STATES or len(given.getlist("state")) > 1:
        message = _("“%(word)s” is not known here. Allowed: %(known)s.")
        raise _refusal("state", message % {"word": state, "known": ", ".join(STATES)}, "unknown_state")
    if state == ALL and not may_count_all(user):
        message = _("Only offices and counties count records that are not verified.")
        raise _refusal("state", message, "state_not_allowed")
    return state


def _filters(request, given, state):
    """The shared filter set, without ``state``, which has two words here."""
    data = given.copy()
    for name in OWN_PARAMETERS:
        data.pop(name, None)
    verified, everything = Activity.objects.counted_visible_to, Activity.objects.visible_to
    rows = verified(request.user) if state == VERIFIED else everything(request.user)
    filters = ActivityFilter(data, rows, request=request)
    check_known(data, set(filters.filters) - {"state"} | OWN_PARAMETERS)
    if not filters.is_valid():
        raise ValidationError({name: found.as_data() for name, found in filters.errors.items()})
    return filters


def _check_other_facts(question):
    """What is no activity has places and days, and nothing else that activities have; people have an age."""
    facts = {name: MEASURES[name].fact for name in question.measures}
    _refuse_split(question, PERSONALS, [name for name, fact in facts.items() if fact not in PEOPLE])
    _refuse_split(question, TIMES, [name for name, fact in facts.items() if fact == VOLUNTEER])
    others = [name for name, fact in facts.items() if fact != ACTIVITY]
    if not others:
        return
    _refuse_split(question, FACETS, others)
    names = {"measures": ", ".join(others)}
    for name in question.given:
        if name not in SHARED_FILTERS and question.filter_value(name) not in (None, "any"):
            message = _("The filter %(name)s says nothing about %(measures)s.") % (names | {"name": name})
            raise _refusal(name, message, "measure_filter_mismatch")
