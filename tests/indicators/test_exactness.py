"""Whatever is done in whatever order, the figures are those of a recount row by row."""

import contextlib
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import Activity, Brand, DuplicateCandidate, Team
from activities.services import duplicates, life, logging
from belts.models import BeltMembership
from indicators.queries.pairs import hall_hours_between, lectures_between
from indicators.services.tallies import fold_deltas, recount_tallies
from tests import factories
from tests.indicators.recount import ACTIVITY_MEASURES, OTHER_MEASURES, VENUE_MEASURES, Recount
from tests.indicators.world import corridor, figures, office
from venues.models import Booking, Venue

ACTIVITY_SPLITS = (
    "", "corridor", "province", "belt", "county", "year", "quarter", "month", "kind", "task", "brand",
    "belt,month", "province,county,quarter", "province,belt", "corridor,kind,year",
    "belt,county,brand", "province,belt,task", "task,kind", "county,kind,task", "kind,month,task", "task,belt,kind",
)  # fmt: skip
OTHER_SPLITS = ("", "corridor", "belt,year", "county,quarter", "province,month")
SPANS = [
    (dt.date(2024, 5, 31), "day"), (dt.date(2024, 6, 1), "day"), (dt.date(2025, 3, 1), "day"),
    (dt.date(2025, 11, 5), "day"), (dt.date(2025, 11, 6), "day"), (dt.date(2026, 2, 2), "day"),
    (dt.date(2024, 6, 1), "month"), (dt.date(2025, 1, 1), "year"),
]  # fmt: skip
PERIODS = [
    (dt.date(2000, 1, 1), dt.date(2026, 12, 31)), (dt.date(2024, 5, 31), dt.date(2025, 3, 1)),
    (dt.date(2025, 1, 1), dt.date(2025, 12, 31)), (dt.date(2025, 11, 6), dt.date(2026, 2, 2)),
]  # fmt: skip
number = st.integers(min_value=0, max_value=99)
DEEDS = (
    "log", "log", "log", "edit", "submit", "submit", "verify", "verify", "verify", "send_back", "reopen", "delete",
    "merge", "seat", "team", "rehome", "venue", "venue", "book", "book", "book", "fold",
)  # fmt: skip


class Hands:
    """Does what the numbers say; what the services refuse changes nothing, which is part of the test."""

    def __init__(self):
        self.places = list(corridor().values())
        self.places.append(factories.chongqing())
        self.logger, self.reviewer = office(), office()
        self.brand = factories.BrandFactory(home_region=self.places[0])

    def pick(self, rows, number):
        rows = list(rows)
        return rows[number % len(rows)] if rows else None

    def content(self, one, two):
        day, precision = SPANS[one % len(SPANS)]
        lead = self.pick(self.places, two)
        partners = {self.pick(self.places, one + step) for step in range(1, 1 + two % 4)} - {lead}
        basis = ("", "named", "counted", "estimated")[one % 4]
        teams = list(Team.objects.order_by("pk"))[: two % 3]
        return {
            "title": f"联合活动 {one}", "kind": ("lecture", "mass_culture", "sport")[two % 3],
            "task": ("theory", "culture", "")[one % 3], "place": "文化广场",
            "place_region": self.pick(self.places, one),
            "starts_on": day, "ends_on": None, "precision": precision,
            "lead_region": lead, "partners": [(region, None) for region in sorted(partners, key=lambda row: row.pk)],
            "audience": 10 * one + two if basis else None, "audience_basis": basis,
            "audience_method": "座位数" if basis == "estimated" else "",
            "brand": self.brand if two % 2 else None, "teams": teams,
        }  # fmt: skip

    def log(self, one, two):
        logging.log_activity(actor=self.logger, submit=bool(one % 3), **self.content(one, two))

    def edit(self, one, two):
        self.on(Activity.objects.all(), one, logging.edit_activity, version=None, **self.content(two, one))

    def submit(self, one, two):
        self.on(Activity.objects.exclude(state="submitted"), one, life.submit_activity)

    def verify(self, one, two):
        waiting = Activity.objects.filter(state="submitted")
        self.on(waiting, one, life.verify_activity, actor=self.reviewer)

    def send_back(self, one, two):
        self.on(
            Activity.objects.filter(state="submitted"), one, life.return_activity, actor=self.reviewer, reason="缺人数"
        )

    def reopen(self, one, two):
        self.on(Activity.objects.filter(state="verified"), one, life.reopen_activity, reason="改错")

    def delete(self, one, two):
        self.on(Activity.objects.all(), one, life.delete_draft)

    def merge(self, one, two):
        alike = Activity.objects.filter(state__in=("submitted", "verified")).order_by("pk")
        pair = sorted({self.pick(alike, each) for each in (one, two)} - {None}, key=lambda row: row.pk)
        if len(pair) == 2:
            candidate, _made = DuplicateCandidate.objects.get_or_create(
                first=pair[0], second=pair[1], defaults={"score": 90}
            )
            duplicates.merge_activities(actor=self.reviewer, candidate=candidate, keep=pair[two % 2])
            if one % 3 == 0:
                duplicates.undo_merge(actor=self.reviewer, candidate=candidate, reason="两件事")

    def seat(self, one, two):
        """A county leaves its belt, and sits in another one from the next day."""
        seat = self.pick(BeltMembership.objects.filter(until=None).order_by("pk"), one)
        if seat and seat.since < dt.date(2026, 1, 1):
            BeltMembership.objects.filter(pk=seat.pk).update(until=dt.date(2026, 1, 31))
            if two % 2:
                belt = ("south", "central", "north")[two % 3]
                factories.BeltMembershipFactory(region_id=seat.region_id, belt_id=belt, since=dt.date(2026, 2, 1))

    def team(self, one, two):
        """A team with a roster, a work with an author, a brand."""
        since = SPANS[one % 6][0]
        team = factories.TeamFactory(home_region=self.pick([*self.places, None], two), since=since)
        for step in range(two % 3):
            factories.TeamMemberFactory(team=team, home_region=self.pick(self.places, one + step), since=since)
        work = factories.WorkFactory(home_region=self.pick(self.places, one), since=since)
        work.authors.create(name="作者", home_region=self.pick(self.places, two))
        factories.BrandFactory(home_region=self.pick([*self.places, None], one), since=since)

    def rehome(self, one, two):
        """What lectures of a team were touring before may not be touring now."""
        team = self.pick(Team.objects.order_by("pk"), one)
        if team:
            Team.objects.filter(pk=team.pk).update(home_region=self.pick(self.places, two))

    def fold(self, one, two):
        fold_deltas(most=1 + one % 7)

    def venue(self, one, two):
        """A venue, or a part of one; built together by nobody, one unit or two."""
        parent = self.pick(Venue.objects.order_by("pk"), one) if two % 3 == 0 else None
        venue = factories.VenueFactory(
            region=parent.region if parent else self.pick(self.places, one),
            parent=parent,
            kind=("complex", "square", "room")[two % 3],
            since=(None, dt.date(2024, 5, 31), dt.date(2025, 11, 6))[one % 3],
        )
        builders = [factories.UnitFactory(region=self.pick(self.places, one + step)) for step in range(two % 3)]
        venue.builders.set(builders)

    def book(self, one, two):
        """Some minutes of a venue, in whatever state; what the database lets nobody have twice is refused."""
        venue = self.pick(Venue.objects.order_by("pk"), one)
        if venue is None:
            return
        starts_at = timezone.make_aware(dt.datetime.combine(SPANS[two % 6][0], dt.time(one % 24, two % 60)))
        with contextlib.suppress(IntegrityError), transaction.atomic():
            factories.BookingFactory(
                venue=venue,
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(minutes=1 + one * 7 % 300),
                setup_minutes=two % 3 * 10,
                state=("approved", "held", "requested", "cancelled", "no_show")[(one + two) % 5],
                borrower_region=self.pick(self.places, two),
            )

    def on(self, rows, number, service, actor=None, **values):
        activity = self.pick(rows.order_by("pk"), number)
        if activity:
            service(actor=actor or self.logger, activity=activity, **values)

    def do(self, deed, one, two):
        try:
            with transaction.atomic():
                getattr(self, deed)(one, two)
        except ValidationError:
            return False
        return True


def of_the_south(place):
    return place["belt"] == "south"


def of_chongqing(place):
    return place["province"] == "500000"


def compare(user):
    """Every measure by every split, both memberships, verified and all; and what the figures are read from."""
    assert recount_tallies().differences == []
    recount = Recount(timezone.localdate())
    every_state = [state for state in Activity.State.values if state != "merged"]
    for membership in ("as_was", "as_is"):
        for split in ACTIVITY_SPLITS:
            given = {"measures": ",".join(ACTIVITY_MEASURES), "by": split, "membership": membership}
            by = tuple(filter(None, split.split(",")))
            assert figures(user, **given) == recount.activities(by, membership), given
            if split in ("belt", "county", "month"):
                counted = recount.activities(by, membership, states=every_state)
                assert figures(user, state="all", **given) == counted, given
        filtered = {"measures": ",".join(ACTIVITY_MEASURES), "by": "county", "membership": membership}
        south = recount.activities(("county",), membership, keep=of_the_south)
        assert figures(user, belt="south", **filtered) == south
        for first, last in PERIODS:
            south = recount.activities(("county",), membership, keep=of_the_south, first=first, last=last)
            assert figures(user, belt="south", first=str(first), to=str(last), **filtered) == south, (first, last)
        for by in ("county", "belt", "belt,month", "province,belt", "county,quarter"):
            given = {"measures": ",".join(ACTIVITY_MEASURES), "by": by, "membership": membership}
            keys = tuple(by.split(","))
            assert figures(user, province="500000", **given) == recount.activities(keys, membership, keep=of_chongqing)
        given = {"measures": ",".join(ACTIVITY_MEASURES), "membership": membership, "province": "500000"}
        both = recount.activities((), membership, keep=lambda place: of_chongqing(place) and of_the_south(place))
        assert figures(user, belt="south", **given) == both
        led = recount.activities(("county",), membership, keep=lambda place: place["role"] == "lead")
        assert figures(user, role="lead", **filtered) == led
        for split in OTHER_SPLITS:
            given = {"measures": ",".join(OTHER_MEASURES), "by": split, "membership": membership}
            by = tuple(filter(None, split.split(",")))
            assert figures(user, **given) == recount.others(by, membership), given
            given["measures"] = ",".join(VENUE_MEASURES)
            assert figures(user, **given) == recount.venues(by, membership), given
    for days in PERIODS:
        assert lectures_between(user, *days) == recount.lectures_between(*days), days
        assert hall_hours_between(user, *days) == recount.hall_hours_between(*days), days


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), number, number), min_size=4, max_size=25))
def test_figures_are_those_of_a_recount(deeds):
    with transaction.atomic():
        hands = Hands()
        for deed, one, two in deeds:
            hands.do(deed, one, two)
        compare(hands.reviewer)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_deed_can_be_done():
    """The property would say little if the services refused most of what it tries."""
    hands = Hands()
    done = {deed for one in range(30) for deed in DEEDS if hands.do(deed, one * 7 % 100, one * 13 % 100 + 1)}
    assert done == set(DEEDS)
    assert Activity.objects.filter(state="merged").exists()
    assert Activity.objects.counted().count() > 2
    assert Brand.objects.count() > 2
    assert Booking.objects.filter(state__in=("approved", "held")).count() > 2
    assert Venue.objects.filter(builders__isnull=False, parent=None).exists()
    compare(hands.reviewer)
