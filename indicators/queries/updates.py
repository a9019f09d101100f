"""Only what changed since a moment: the figures that are others than they stood then (SDMX REST: ``updatedAfter``).

Two answers of one snapshot are laid side by side as this reader is told them, so that a line which is given or left out
says nothing that the two answers would not say.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from indicators.queries.columns import Columns
from indicators.queries.counting import Answer, Cell, answer
from indicators.queries.moments import one_moment
from indicators.queries.question import Question, check_once, moment_of
from indicators.queries.tallied import can_answer
from indicators.queries.vintages import check_has_past, check_vintage, refusal

PARAMETER = "updatedAfter"


def without_updates(given: Any) -> Any:
    """``given`` as ``question_of`` and the pages know it."""
    data = given.copy()
    data.pop(PARAMETER, None)
    return data


def with_updates(question: Question, columns: Columns, given: Any) -> Question:
    """The question with the moment that ``given`` names. Raises ValidationError for what has no meaning with it."""
    check_once(given, PARAMETER)
    moment = moment_of(given, PARAMETER)
    if moment is None:
        return question
    if not columns.plain:
        message = _(
            "updatedAfter gives the figures that changed, and nothing beside them: leave out compare, show and top."
        )
        raise refusal(PARAMETER, message, "updated_after_plain")
    if question.at is not None and moment > question.at:
        message = _("The figures at the moment of “at” cannot have changed after a later one.")
        raise refusal(PARAMETER, message, "updated_after_at")
    check_has_past(can_answer(question), PARAMETER)
    return replace(question, updated_after=moment)


def answer_or_updates(question: Question) -> Answer:
    """The answer; where the question names a moment after which figures changed, only the rows that did.

    The total is always there. Raises what ``answer`` raises.
    """
    if question.updated_after is None:
        return answer(question)
    # Asked before the snapshot is taken: what was being written at these moments has ended, and is in it.
    check_vintage(question.updated_after, PARAMETER)
    if question.at is not None:
        check_vintage(question.at)
    with one_moment():
        now = answer(question)
        then = answer(replace(question, at=question.updated_after, updated_after=None), moment_from=PARAMETER)
    return _changed(now, then)


def _changed(now: Answer, then: Answer) -> Answer:
    """A row in which nothing is left is given with noughts; a reader that leaves it out would keep the old figures."""
    nought = dict.fromkeys(now.question.measures, 0)
    stood = {row.codes: row.values for row in then.rows}
    stands = {row.codes: row.values for row in now.rows}
    rows = [Cell(codes, dict(stands.get(codes, nought))) for codes in {**stands, **stood}]
    rows = [row for row in rows if row.values != {**nought, **stood.get(row.codes, nought)}]
    told = [(row.codes, row.values, stood.get(row.codes, nought)) for row in rows]
    unchanged = {
        (codes, name)
        for codes, values, before in [*told, (None, now.total, then.total)]
        for name in now.question.measures
        if values[name] == before[name]
    }
    return replace(now, rows=rows, unchanged=frozenset(unchanged))
