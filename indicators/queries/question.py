"""A question to the statistics, read from query parameters: what is refused is refused here, with a code."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.filters import ActivityFilter
from activities.models import Activity
from belts.queries.seats import AS_WAS
from core.filters import check_known
from indicators.measures import ACTIVITY, DIMENSIONS, FACETS, MEASURES, PEOPLE, PERSONALS, TIMES, VOLUNTEER, Measure

OWN_PARAMETERS = frozenset({"measures", "by", "state", "format"})
# The filters that ask for the party or the day, and so mean something for all that is counted.
SHARED_FILTERS = frozenset({"belt", "region", "province", "corridor", "membership", "from", "to"})
PARTY_FILTERS = ("belt", "region", "province", "corridor", "role")
DEFAULT_MEASURES = ("activities",)
MOST_DIMENSIONS = 3
VERIFIED, ALL = STATES = ("verified", "all")


@dataclass(frozen=True)
class Question:
    """``filters`` is the bound, valid filter set over the records that ``user`` may see in this state."""

    user: Any
    measures: tuple[str, ...]
    by: tuple[str, ...]
    state: str
    filters: ActivityFilter

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

    def measures_of(self, fact: str) -> list[Measure]:
        return [MEASURES[name] for name in self.measures if MEASURES[name].fact == fact]


def question_of(request: Any, given: Any = None) -> Question:
    """Read ``given`` (a QueryDict; the request's own when left out). Raises ValidationError by parameter."""
    given = request.GET if given is None else given
    measures = _words(given, "measures", MEASURES, "unknown_measure") or DEFAULT_MEASURES
    by = _words(given, "by", DIMENSIONS, "unknown_dimension")
    if len(by) > MOST_DIMENSIONS:
        message = _("Split by at most %(most)d dimensions.") % {"most": MOST_DIMENSIONS}
        raise _refusal("by", message, "too_many_dimensions")
    state = _state(given, request.user)
    question = Question(request.user, measures, by, state, _filters(request, given, state))
    _check_other_facts(question)
    return question


def may_count_all(user: Any) -> bool:
    """Counties and offices, for the records they keep; the auditor reads everything."""
    return bool(user.reach.sees_everything or user.reach.counties or user.reach.provinces)


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
