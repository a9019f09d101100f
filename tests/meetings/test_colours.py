"""The colours of supervision: the same in Python and in SQL, whatever the policy and the day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import ColourPolicy, Resolution
from meetings.queries.colours import BLUE, NONE, RED, YELLOW, colour_case, colour_of, count_by_colour, policies
from tests import factories

TODAY = dt.date(2026, 11, 28)
POLICY = ColourPolicy()  # blue 15 days before, yellow 1 day after, red 15 days after, silent for 60


@pytest.mark.parametrize(
    ("due", "silent", "colour"),
    [
        (16, 0, NONE), (15, 0, BLUE), (1, 0, BLUE), (0, 0, BLUE), (-1, 0, YELLOW), (-14, 0, YELLOW), (-15, 0, RED),
        (100, 59, NONE), (100, 60, YELLOW), (10, 60, YELLOW), (-15, 60, RED),
    ],
)  # fmt: skip
def test_the_colour_follows_from_the_due_date_and_from_silence(due, silent, colour):
    day = dt.timedelta(days=1)
    assert colour_of(TODAY + due * day, TODAY - silent * day, TODAY, POLICY) == colour


DAYS = st.integers(0, 90)
OFFSETS = st.integers(-120, 120)


@st.composite
def policy(draw):
    yellow = draw(DAYS)
    return {
        "blue_days": draw(DAYS), "yellow_days": yellow, "red_days": yellow + draw(DAYS),
        "silent_days": draw(st.integers(1, 90)), "source": "测试",
    }  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(general=policy(), own=policy(), rows=st.lists(st.tuples(OFFSETS, DAYS, st.booleans()), min_size=1, max_size=6))
def test_sql_and_python_agree(general, own, rows):
    Resolution.objects.all().delete()
    ColourPolicy.objects.all().delete()
    meetings = [factories.MeetingFactory(state="held") for _number in range(2)]
    ColourPolicy.objects.create(**general)
    ColourPolicy.objects.create(body=meetings[1].body, **own)
    for due, silent, has_own in rows:
        factories.ResolutionFactory(
            meeting=meetings[has_own],
            due_on=TODAY + dt.timedelta(days=due),
            last_report_on=TODAY - dt.timedelta(days=silent),
        )
    known = policies()
    for row in Resolution.objects.annotate(shade=colour_case(TODAY, known)).select_related("meeting"):
        ours = known[row.meeting.body_id] if row.meeting == meetings[1] else known[None]
        assert row.shade == colour_of(row.due_on, row.last_report_on, TODAY, ours)


@pytest.mark.django_db
def test_counts_name_every_colour_and_take_one_query():
    factories.ResolutionFactory(due_on=TODAY - dt.timedelta(days=20), last_report_on=TODAY)
    factories.ResolutionFactory(due_on=TODAY, last_report_on=TODAY)
    factories.ResolutionFactory(due_on=TODAY - dt.timedelta(days=20), last_report_on=TODAY, state="void")
    known = policies()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = count_by_colour(Resolution.objects.all(), TODAY, known)
    assert found == {RED: 1, YELLOW: 0, BLUE: 1, NONE: 1}
    assert len(queries) == 1
