"""Many at once on a bulletin, on real connections."""

import pytest

from indicators.models import Bulletin
from indicators.services import bulletins as services
from indicators.services.bulletin_drawing import draw_bulletin, owe_bulletin
from tests.indicators.bulletin_world import MARCH, bulletin, offices
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return offices()


def test_two_approvals_at_once_are_the_first_and_the_second_or_one_is_stale(people):
    row = bulletin(MARCH, "edited", [people["sichuan"]])
    given = {"bulletin": row, "version": row.version}
    found = at_once(
        *(lambda who=who: services.approve_bulletin(actor=people[who], **given) for who in ("chongqing", "corridor"))
    )
    assert found == {"done": 1, "stale": 1}
    row.refresh_from_db()
    assert (row.state, row.second_approver) == ("approved_once", None)
    assert row.steps.filter(to_state="approved_once").count() == 1


def test_one_person_who_clicks_often_approves_once(people):
    row = bulletin(MARCH, "edited", [people["sichuan"]])
    approve = lambda: services.approve_bulletin(actor=people["chongqing"], bulletin=row, version=row.version)  # noqa: E731
    assert at_once(*[approve] * 6) == {"done": 6}
    row.refresh_from_db()
    assert (row.state, row.first_approver, row.second_approver) == ("approved_once", people["chongqing"], None)


def test_issues_at_once_have_a_number_each(people):
    trio = [people[name] for name in ("sichuan", "chongqing", "corridor")]
    rows = [bulletin(f"2025-0{month}", "approved", trio) for month in range(1, 6)]
    twice = [*rows, *rows]
    found = at_once(*(lambda row=row: services.issue_bulletin(actor=trio[0], bulletin=row) for row in twice))
    assert found == {"done": 10}
    assert sorted(Bulletin.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_period_is_owed_and_drawn_up_once_by_many(people):
    assert at_once(*[lambda: owe_bulletin(actor=people["corridor"], period=MARCH)] * 6) == {"done": 6}
    row = Bulletin.objects.get()
    assert row.steps.count() == 1
    assert at_once(*[lambda: draw_bulletin(row)] * 4) == {"done": 4}
    row.refresh_from_db()
    assert (row.state, row.version) == ("draft", 2)
    assert row.steps.filter(to_state="draft").count() == 1
