"""How an answer was counted, in sentences that stand beside the figures."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from activities.filters import description_of
from belts.queries.seats import AS_IS
from indicators.measures import (
    BOOKING,
    BRAND,
    MEASURES,
    MEETING,
    MEETING_OWED,
    PEOPLE,
    PLACES,
    REGISTRATION,
    RESOLUTION,
    TEAM,
    VENUE,
    VOLUNTEER,
    WORK,
)
from indicators.queries.columns import SHARE, Columns
from indicators.queries.question import ALL, ALL_AUDIENCES, PARTY_FILTERS, Question
from indicators.queries.small_cells import hides_few

SHARED = frozenset({TEAM, WORK, BRAND, VENUE})


def rule_of(question: Question) -> list[str]:
    """Only what applies to this question."""
    return [
        *_counting(question), *_places(question), *_days(question), *_measures(question), *_moment(question),
        *_updates(question),
    ]  # fmt: skip


def rule_beside(question: Question, columns: Columns) -> list[str]:
    """What the columns beside the figures say, where there are any."""
    return list(_beside(question, columns))


def filters_in_words(question: Question) -> str:
    return str(description_of(question.filters))


def _beside(question, columns):
    if columns.compared:
        names = {"period": columns.compared.label, "first": columns.compared.first, "last": columns.compared.last}
        yield _("Compared with %(period)s (%(first)s to %(last)s).") % names
    if SHARE in columns.shown:
        yield _(
            "A share is of the total, which is counted by itself: where records stand in several rows, shares add up "
            "to more than a hundred."
        )
    if columns.top:
        yield _(
            "The rest is counted over the rows that are left out. Where a record can stand in several of them they do "
            "not add up, and the rest is left empty."
        )
    if question.mixed:
        yield str(ALL_AUDIENCES.meaning)


def _counting(question):
    yield _(
        "A joint record counts once in the total, and once in the row of each province, belt and county that takes "
        "part in it. The total is therefore not the sum of the rows."
    )
    if question.state == ALL:
        yield _("All records that you may see are counted, verified or not.")
    else:
        yield _("Only verified records are counted.")
    if question.user.reach.places is not None:
        yield from _of_token({MEASURES[name].fact for name in question.measures})


def _of_token(facts):
    if facts - SHARED:
        yield _("Only records that touch the places of your token are counted.")
    if facts & SHARED:
        yield _("Teams, works, brands and venues belong to the corridor: all of them are counted.")


def _places(question):
    asked = [name for name in PARTY_FILTERS if question.filter_value(name) not in (None, "any")]
    if asked and set(question.by) & set(PLACES):
        yield _("The rows hold only the places that the filters ask for.")
    if not {"belt", "corridor"} & {*question.by, *asked}:
        return
    if question.membership == AS_IS:
        yield _(
            "Belts as they are: a record counts for the belt in which its county sits today; a county that was "
            "abolished counts for the belt of the county that took over its seat, and keeps its own row."
        )
    else:
        yield _(
            "Belts as they were: a record counts for the belt in which its county sat on the record's first day. "
            "Before a county's membership began, its records count for no belt and not for the corridor; the total "
            "holds them."
        )


def _days(question):
    yield _("A record counts on its first day.")
    if {"quarter", "month"} & set(question.by):
        yield _("A record known only to the year has no quarter and no month.")


def _measures(question):
    facts = {MEASURES[name].fact for name in question.measures}
    if any(name.startswith("audience_") for name in question.measures) and not question.mixed:
        yield _("People who signed in, were counted or were estimated are three figures and are never added.")
    if VENUE in facts:
        yield _(
            "Venues count on the day they were opened, else on the day they came into the portal, for their county and "
            "for the counties of the units that built them together."
        )
    if BOOKING in facts:
        yield _(
            "Bookings count for the venue's county and for the county that asked. Hours are rounded in each figure by "
            "itself."
        )
    if facts & {MEETING, MEETING_OWED}:
        yield _(
            "Meetings count for the regions that sat in the body that day, and so for their belts and provinces: those "
            "owed or missed on the last day of their period, those held on their day, also when that was late."
        )
    if RESOLUTION in facts:
        yield _("Resolutions count on the day they are due, for the regions that carry them out or confirm them.")
    yield from _people(question, facts)
    if facts & {TEAM, WORK, BRAND}:
        yield _(
            "Teams, works and brands count on the day they were formed or made, for their home region and for the "
            "regions that their members or authors come from."
        )


def _moment(question):
    if question.at is not None:
        moment = formats.date_format(timezone.localtime(question.at), "c")
        yield _("Figures as they stood at %(moment)s. They open no rows, for the lists hold those of today.") % {
            "moment": moment
        }


def _updates(question):
    if question.updated_after is not None:
        moment = formats.date_format(timezone.localtime(question.updated_after), "c")
        yield _(
            "Only rows in which a figure is another than it stood at %(moment)s are given; a row that has nothing any "
            "more is given with 0. The total is always there."
        ) % {"moment": moment}


def _people(question, facts):
    if VOLUNTEER in facts:
        yield _(
            "Volunteers are those who stand in the registry on the last day of the period, for the county that is "
            "their home on that day; the first day of the period says nothing about them."
        )
    if REGISTRATION in facts:
        yield _(
            "New volunteers count on the day they registered, for their home of that day; who was erased since stays "
            "counted."
        )
    if facts & PEOPLE:
        yield _("Each person counts once, however many platforms they have an account on.")
    if facts & PEOPLE and hides_few(question.user):
        yield _(
            "Figures of fewer than five people are hidden, and with them others from which they could be worked out."
        )
