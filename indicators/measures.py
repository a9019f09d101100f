"""What is counted, and by what it can be split: the words of the statistics, each with its meaning.

A figure is the sum of a measure's value over facts, each fact once in each cell. A flag is a column of the fact that is
only worked out when a measure needs it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIVITY, TEAM, WORK, BRAND, VENUE, BOOKING = "activity", "team", "work", "brand", "venue", "booking"
LOAN = "loan"
# A meeting is owed in its period and held on its day: two facts, for the one may lie in another quarter than the other.
MEETING_OWED, MEETING, RESOLUTION = "meeting_owed", "meeting", "resolution"
# People who stand in the registry on the last day of the period, and those who came in the period: a level and a flow.
VOLUNTEER, REGISTRATION = "volunteer", "registration"
PEOPLE = frozenset({VOLUNTEER, REGISTRATION})
PLACE, TIME, FACET, PERSONAL = "place", "time", "facet", "personal"


@dataclass(frozen=True)
class Measure:
    """``value`` (SQL) is what a fact adds that fits ``condition``; ``columns`` are what the two read of the fact;
    ``rows`` are the filters with which a list shows those facts. A figure is the sum divided by ``per`` and rounded.
    """

    name: str
    fact: str
    label: Any
    meaning: Any
    condition: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    value: str = "1"
    per: int = 1


@dataclass(frozen=True)
class Dimension:
    """``nothing`` names the row of what has no value here."""

    name: str
    sort: str
    label: Any
    meaning: Any
    nothing: Any = ""


def _audience(basis: str, label: Any, meaning: Any) -> Measure:
    return Measure(
        f"audience_{basis}",
        ACTIVITY,
        label,
        meaning,
        f"audience_basis = '{basis}'",
        ("audience", "audience_basis"),
        (("audience", basis),),
        "audience",
    )


def _hours(name: str, label: Any, meaning: Any, condition: str = "", rows: tuple[tuple[str, str], ...] = ()) -> Measure:
    """Whole hours, rounded in each figure by itself; set-up and clean-up are not counted."""
    value = "extract(epoch FROM ends_at - starts_at)"
    flags = (condition,) if condition else ()
    return Measure(name, BOOKING, label, meaning, condition, ("starts_at", "ends_at", *flags), rows, value, 3600)


def _resolutions(
    name: str, label: Any, meaning: Any, condition: str, *, rows: tuple[tuple[str, str], ...], column: str = "state"
) -> Measure:
    return Measure(f"resolutions_{name}", RESOLUTION, label, meaning, condition, (column,), rows)


def _by_name(entries: list[Any]) -> dict[str, Any]:
    return {entry.name: entry for entry in entries}


MEASURES: dict[str, Measure] = _by_name(
    [
        Measure("activities", ACTIVITY, _("activities"), _("Records of activities of every kind.")),
        Measure(
            "lectures",
            ACTIVITY,
            _("lectures"),
            _("Activities of the kind lecture."),
            "kind = 'lecture'",
            ("kind",),
            (("kind", "lecture"),),
        ),
        Measure(
            "mass_culture",
            ACTIVITY,
            _("mass culture activities"),
            _("Activities of the kind mass culture."),
            "kind = 'mass_culture'",
            ("kind",),
            (("kind", "mass_culture"),),
        ),
        Measure(
            "touring_lectures",
            ACTIVITY,
            _("touring lectures"),
            _("Lectures held outside the home region of one of their teams."),
            "kind = 'lecture' AND touring",
            ("kind", "touring"),
            (("kind", "lecture"), ("touring", "true")),
        ),
        Measure(
            "cross_province",
            ACTIVITY,
            _("cross-province activities"),
            _("Activities in which parties of both provinces take part."),
            "cross_province",
            ("cross_province",),
            (("cross_province", "true"),),
        ),
        _audience("named", _("audience, named"), _("People who signed in at activities.")),
        _audience("counted", _("audience, counted"), _("People who were counted at activities.")),
        _audience(
            "estimated", _("audience, estimated"), _("People at activities by an estimate that says its method.")
        ),
        Measure("teams", TEAM, _("lecture teams"), _("Lecture teams, on the day they were formed.")),
        Measure(
            "cross_region_teams",
            TEAM,
            _("cross-region teams"),
            _("Lecture teams with people from both provinces on their roster, at any time."),
            "cross_region",
            ("cross_region",),
            (("ever_cross_region", "true"),),
        ),
        Measure("works", WORK, _("works"), _("Scripts, short videos and lessons, on the day they were made.")),
        Measure("brands", BRAND, _("brands"), _("Brands, on the day they began.")),
        Measure("venues", VENUE, _("venues"), _("Venues, on the day they were opened; a hall of a venue is not one.")),
        Measure(
            "complexes",
            VENUE,
            _("demonstration complexes"),
            _("Venues that are demonstration complexes."),
            "kind = 'complex'",
            ("kind",),
            (("kind", "complex"),),
        ),
        Measure("bookings", BOOKING, _("bookings"), _("Bookings that were approved or held, on the day they begin.")),
        _hours("booked_hours", _("booked hours"), _("Whole hours of these bookings, without set-up and clean-up.")),
        _hours(
            "cross_border_hours",
            _("cross-border hours"),
            _("Whole hours in which a county of one province had a venue of the other."),
            "across_provinces",
            (("across", "true"),),
        ),
        Measure(
            "loans",
            LOAN,
            _("loans"),
            _("Items that libraries lent by the one card, in their month, for the reader's home and the lender."),
            columns=("number",),
            value="number",
        ),
        Measure(
            "loans_cross_province",
            LOAN,
            _("loans across the border"),
            _("Loans by a library of one province to a reader at home in the other."),
            "across_libraries",
            ("number", "across_libraries"),
            value="number",
        ),
        Measure(
            "meetings_expected",
            MEETING_OWED,
            _("meetings expected"),
            _("Meetings that the bodies owe, one a period, whatever became of them; on the period's last day."),
        ),
        Measure("meetings_held", MEETING, _("meetings held"), _("Joint meetings that were held, on their day.")),
        Measure(
            "meetings_missed",
            MEETING_OWED,
            _("meetings missed"),
            _("Meetings that were owed and not held when their period was over; on the period's last day."),
            "state = 'missed'",
            ("state",),
            (("state", "missed"),),
        ),
        _resolutions(
            "open",
            _("resolutions open"),
            _("Resolutions that nobody has confirmed as done yet, on the day they are due."),
            "state IN ('open', 'reported')",
            rows=(("state", "unfinished"),),
        ),
        _resolutions(
            "closed",
            _("resolutions closed"),
            _("Resolutions that were confirmed as done, on the day they were due."),
            "state = 'closed'",
            rows=(("state", "closed"),),
        ),
        _resolutions(
            "overdue",
            _("resolutions overdue"),
            _("Open resolutions whose due day has passed; they are among the open ones."),
            "overdue",
            rows=(("state", "unfinished"), ("overdue", "true")),
            column="overdue",
        ),
        Measure(
            "volunteers",
            VOLUNTEER,
            _("volunteers"),
            _(
                "People who stand in the registry on the last day of the period, whenever they came; each once, for "
                "the county that is their home on that day."
            ),
        ),
        Measure(
            "volunteers_cross_region",
            VOLUNTEER,
            _("volunteers across the border"),
            _(
                "Those of them who registered through a platform of the other province than that of their home, have "
                "an account on one, or serve in a county there."
            ),
            "across",
            ("across",),
            (("cross_region", "true"),),
        ),
        Measure(
            "volunteers_new",
            REGISTRATION,
            _("new volunteers"),
            _("People who registered in the period, for the county that was their home on the day they registered."),
        ),
    ]
)

DIMENSIONS: dict[str, Dimension] = _by_name(
    [
        Dimension(
            "corridor",
            PLACE,
            _("corridor"),
            _("The counties that sit in a belt, taken together."),
            _("outside the corridor"),
        ),
        Dimension("province", PLACE, _("province"), _("Each province that takes part."), _("no place named")),
        Dimension("belt", PLACE, _("belt"), _("Each belt in which a party's county sits."), _("in no belt")),
        Dimension("county", PLACE, _("county"), _("Each county that takes part."), _("no county named")),
        Dimension("year", TIME, _("year"), _("The year of the first day.")),
        Dimension("quarter", TIME, _("quarter"), _("The quarter of the first day."), _("quarter not known")),
        Dimension("month", TIME, _("month"), _("The month of the first day."), _("month not known")),
        Dimension("kind", FACET, _("kind"), _("The kind of activity.")),
        Dimension("task", FACET, _("key task"), _("Which of the five key tasks."), _("no key task")),
        Dimension("brand", FACET, _("brand"), _("The brand that the activity carries."), _("no brand")),
        Dimension("platform", PERSONAL, _("platform"), _("The platform through which a volunteer registered first.")),
        Dimension(
            "age", PERSONAL, _("age"), _("A volunteer's age in that year, by the year of birth."), _("age not known")
        ),
    ]
)
PLACES = tuple(name for name, entry in DIMENSIONS.items() if entry.sort == PLACE)
TIMES = tuple(name for name, entry in DIMENSIONS.items() if entry.sort == TIME)
FACETS = tuple(name for name, entry in DIMENSIONS.items() if entry.sort == FACET)
PERSONALS = tuple(name for name, entry in DIMENSIONS.items() if entry.sort == PERSONAL)
