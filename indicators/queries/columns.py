"""What stands beside the figures: a comparison, shares, ranks, running totals, and how many rows are shown."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.measures import PEOPLE, PLACES, TIMES, Measure
from indicators.periods import MONTHS, Period, can_be_asked
from indicators.queries.question import Question, shown_measures

BEFORE, YEAR_BEFORE = COMPARISONS = ("before", "year_before")
SHARE, RANK, RUNNING = SHOWN = ("share", "rank", "running")
COMPARED = ("before", "change", "change_percent")
MOST_TOP = 1000
# Hours are rounded in each figure by itself, so that rows may differ from their total by an hour.
ROUNDED = frozenset({"booked_hours", "cross_border_hours"})
# Of each column its heading and what stands in it.
KINDS = {
    "before": (gettext_lazy("before"), gettext_lazy("The figure of the days that are compared with.")),
    "change": (gettext_lazy("change"), gettext_lazy("The figure less that of the days before.")),
    "change_percent": (
        gettext_lazy("change in %"),
        gettext_lazy("The change as a percentage of the figure before; empty where that is nought."),
    ),
    SHARE: (
        gettext_lazy("share in %"),
        gettext_lazy(
            "Of the total, which is counted by itself: shares of joint records add up to more than a hundred."
        ),
    ),
    RANK: (
        pgettext_lazy("place among the rows", "rank"),
        gettext_lazy("The largest figure has rank 1; equal figures share a rank."),
    ),
    RUNNING: (gettext_lazy("running total"), gettext_lazy("This row and those before it, added up.")),
}


@dataclass(frozen=True)
class Columns:
    """``compared`` are the days of the comparison; ``top`` rows are shown, the largest of the measure ``top_by``."""

    compare: str = ""
    compared: Period | None = None
    shown: tuple[str, ...] = ()
    top: int = 0
    top_by: str = ""

    @property
    def plain(self) -> bool:
        return not (self.compare or self.shown or self.top)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The columns beside each figure, in their order."""
        return (COMPARED if self.compare else ()) + self.shown

    @property
    def query(self) -> dict[str, str]:
        """As parameters."""
        given = {"compare": self.compare, "show": ",".join(self.shown), "top": str(self.top or "")}
        return {name: value for name, value in (given | {"top_by": self.top_by}).items() if value}


def columns_of(question: Question, given: Any) -> Columns:
    """Read the parameters. Raises ValidationError by parameter for what has no meaning for this question."""
    compare = given.get("compare") or ""
    if compare and compare not in COMPARISONS:
        raise _unknown("compare", compare, COMPARISONS, "unknown_comparison")
    asked = [word.strip() for value in given.getlist("show") for word in value.split(",") if word.strip()]
    for word in asked:
        if word not in SHOWN:
            raise _unknown("show", word, SHOWN, "unknown_column")
    shown = tuple(word for word in SHOWN if word in asked)
    compared = _compared(question, compare) if compare else None
    top, top_by = _top(question, given)
    if not question.by and (shown or top):
        message = _("Without rows there is nothing to rank, to share out or to add up. Say by what to split.")
        raise _refusal("by", message, "no_rows")
    if RUNNING in shown:
        _check_running(question)
    return Columns(compare, compared, shown, top, top_by)


def adds_up(question: Question, measure: Measure) -> bool:
    """Whether each fact stands in one row alone, so that the rows add up to the total.

    A joint record stands in the row of each place; a person has one home.
    """
    split_by_place = set(question.by) & set(PLACES)
    return measure.name not in ROUNDED and (not split_by_place or measure.fact in PEOPLE)


def _compared(question, compare):
    days = question.days
    compared = days.before() if compare == BEFORE else days.year_before()
    if compared is None or not can_be_asked(compared):
        message = _("A comparison needs a period with a first and a last day, and days of the portal before it.")
        raise _refusal("compare", message, "comparison_without_period")
    shift = months_between(compared.first, days.first)
    units = [{"year": 12, "quarter": 3, "month": 1}[name] for name in question.by if name in TIMES]
    if any(shift % unit for unit in units) or (units and not _starts_alike(compared, days, shift)):
        message = _("The rows of these two periods do not stand side by side: split by a shorter time, or not by time.")
        raise _refusal("by", message, "comparison_mismatch")
    return compared


def months_between(earlier: dt.date, later: dt.date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month


def _starts_alike(compared, days, shift):
    """On the same day of a month; 29 February beside the 28th of the year before."""
    leaps = (days.first.month, days.first.day) == (2, 29) and shift == MONTHS["year"]
    return compared.first.day == days.first.day or leaps


def _top(question, given):
    top, by = given.get("top") or "", given.get("top_by") or ""
    known = top.isascii() and top.isdigit() and len(top) <= len(str(MOST_TOP)) and 1 <= int(top) <= MOST_TOP
    if top and not known:
        message = _("Write how many rows as a number from 1 to %(most)d.") % {"most": MOST_TOP}
        raise _refusal("top", message, "top_out_of_range")
    names = [measure.name for measure in shown_measures(question)]
    if by and (not top or by not in names):
        raise _unknown("top_by", by, names if top else [], "unknown_measure")
    return int(top or 0), by or (names[0] if top else "")


def _check_running(question):
    """Along time the months of one row add up; elsewhere only where no record stands in two rows."""
    along_time = set(question.by) & set(TIMES)
    faulty = [
        str(measure.label)
        for measure in shown_measures(question)
        if measure.name in ROUNDED or not (along_time or adds_up(question, measure))
    ]
    if faulty:
        message = _(
            "No running total of %(measures)s: its rows do not add up to the total, for a record of two places stands "
            "in both rows and hours are rounded in each. Split by time, or leave out show=running."
        )
        raise _refusal("show", message % {"measures": ", ".join(faulty)}, "not_additive")


def _unknown(name, word, known, code):
    message = _("“%(word)s” is not known here. Allowed: %(known)s.")
    return _refusal(name, message % {"word": word, "known": ", ".join(known)}, code)


def _refusal(name, message, code):
    return ValidationError({name: ValidationError(message, code=code)})
