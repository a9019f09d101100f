"""Figures as they stood: whatever was written, folded or put right since."""

import datetime as dt
from dataclasses import replace

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belts.models import BeltMembership
from indicators.models import TallyState
from indicators.queries.counting import answer
from indicators.services.tallies import fold_deltas
from tests import factories
from tests.indicators.test_exactness import DEEDS, Hands, number
from tests.indicators.world import ask, corridor, office
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db

QUESTIONS = (
    {"measures": "activities,lectures,touring_lectures,teams", "by": "belt,month"},
    {"measures": "activities,works,bookings,booked_hours", "by": "county"},
    {"measures": "activities", "by": "kind", "first": "2025-02-10", "to": "2025-11-05"},
    {"measures": "activities,venues", "by": "province,belt", "region": "500153"},
)


def said(made):
    return {row.codes: row.values for row in made.rows}, made.total


@pytest.fixture
def began():
    TallyState.objects.update(began_at=timezone.now() - dt.timedelta(days=1))


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), number, number), min_size=4, max_size=20))
def test_every_moment_is_given_again_as_it_was(deeds):
    with transaction.atomic():
        TallyState.objects.update(began_at=timezone.now())
        hands = Hands()
        stood = []
        for deed, one, two in deeds:
            hands.do(deed, one, two)
            answers = [said(answer(ask(hands.reviewer, **question))) for question in QUESTIONS]
            stood.append((timezone.now(), answers))
        for moment, answers in stood:
            again = [said(answer(ask(hands.reviewer, **question, at=moment.isoformat()))) for question in QUESTIONS]
            assert again == answers, moment
        transaction.set_rollback(True)


def test_a_figure_that_was_put_right_is_found_as_it_was_published(began):
    places, user = corridor(), office()
    activity = factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=[places["longchang"]])
    fold_deltas()
    published = timezone.now()
    activity.parties.filter(region=places["longchang"]).delete()
    question = ask(user, measures="activities", by="county")
    assert said(answer(replace(question, at=published)))[0] == {
        ("500153",): {"activities": 1},
        ("511083",): {"activities": 1},
    }
    assert said(answer(question))[0] == {("500153",): {"activities": 1}}
    fold_deltas()
    assert answer(replace(question, at=published)).as_of == published
    assert len(said(answer(replace(question, at=published)))[0]) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "given",
    [
        {"measures": "lectures", "by": "belt"},
        {"measures": "lectures", "by": "county", "belt": "central"},
        {"measures": "lectures", "by": "county", "corridor": "true", "membership": "as_is"},
        {"measures": "volunteers", "by": "belt", "to": "2025-12-31"},
        {"measures": "volunteers", "by": "county,age", "belt": "central"},
    ],
)
def test_seats_that_are_put_right_change_no_figure_of_before(transactional_db, began, given):
    """Also not where a figure goes by the seats themselves."""
    places, user = corridor(), office()
    factories.ActivityFactory(verified=True, lead=places["anyue"], starts_on=dt.date(2025, 3, 10))
    VolunteerFactory(home=places["anyue"], registered_on=dt.date(2025, 1, 1), identity=False)
    published, question = timezone.now(), ask(user, **given)
    stood = said(answer(question))
    seats = BeltMembership.objects.filter(region=places["anyue"])
    seats.update(until=dt.date(2025, 2, 28))
    assert said(answer(question)) != stood
    assert said(answer(replace(question, at=published))) == stood
    seats.delete()
    factories.BeltMembershipFactory(belt_id="south", region=places["anyue"], since=dt.date(2025, 1, 1))
    assert said(answer(replace(question, at=published))) == stood


@pytest.mark.parametrize(("days", "code"), [(-2, "vintage_too_early"), (1, "vintage_too_recent")])
def test_moments_of_which_nothing_is_known_are_refused(began, days, code):
    with pytest.raises(ValidationError) as refused:
        answer(replace(ask(office(), measures="activities"), at=timezone.now() + dt.timedelta(days=days)))
    assert refused.value.error_dict["at"][0].code == code


def test_what_tallies_do_not_hold_has_no_past(began):
    with pytest.raises(ValidationError) as refused:
        answer(replace(ask(office(), measures="activities", q="讲座"), at=timezone.now()))
    assert refused.value.error_dict["at"][0].code == "vintage_needs_tallies"


@pytest.mark.django_db(transaction=True)
def test_a_moment_in_which_somebody_still_writes_cannot_be_asked_for_yet(transactional_db):
    user = office()
    password = connection.settings_dict["PASSWORD"] or None
    with psycopg2.connect(connection.connection.dsn, password=password) as other:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        with pytest.raises(ValidationError) as refused:
            answer(replace(ask(user, measures="activities"), at=timezone.now()))
        assert refused.value.error_dict["at"][0].code == "vintage_too_recent"
        other.rollback()
        assert answer(replace(ask(user, measures="activities"), at=timezone.now())).total == {"activities": 0}
    other.close()
