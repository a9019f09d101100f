"""Several people at one figure at the same moment, on real connections."""

from functools import partial

import pytest

from indicators.models import Closing, Report
from indicators.services.reported import accepting
from tests.indicators import reported_world as made
from tests.indicators.reported_world import QUARTER, reported
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return made.make_world()


def accept(person, report):
    return lambda: accepting.accept_report(actor=person, report=report, version=report.version)


def test_two_people_accept_at_once(world):
    report = reported(world, world.rongchang, 5)
    found = at_once(accept(world.office, report), accept(world.colleague, report))
    assert found == {"done": 1, "report_not_waiting": 1}
    assert report.events.filter(state="accepted").count() == 1


def test_a_figure_is_changed_while_it_is_accepted(world):
    """Either the change came first, and what was seen is not what is there; or it came after, and waits again."""
    for number in range(5):
        report = reported(world, world.rongchang, 5 + number, late_reason="更正")
        change = partial(_change, world, 100 + number, version=report.version)
        with made.on(made.IN_TIME):
            found = at_once(accept(world.office, report), change)
        now = Report.objects.get(pk=report.pk)
        assert found in ({"done": 1, "stale": 1}, {"done": 2}), found
        assert (now.state, now.value) in {("accepted", 5 + number), ("reported", 100 + number)}


def _change(world, value, version):
    from indicators.services.reported.reports import report_figure

    report_figure(
        actor=world.logger, indicator=world.visitors, region=world.rongchang, period=QUARTER, value=value,
        source="台账", late_reason="更正", version=version,
    )  # fmt: skip


def test_a_period_is_closed_while_a_figure_comes_in(world):
    """It is never closed over a figure that waits."""
    report = reported(world, world.rongchang, 5)
    accepting.accept_report(actor=world.office, report=report)
    with made.on(made.IN_TIME):
        at_once(
            lambda: accepting.close_period(
                actor=world.office, data_set=world.quarterly, province=world.chongqing, period=QUARTER, missing="未报"
            ),
            lambda: _change(world, 9, version=None),
        )
    assert Report.objects.get().state == "reported"
    assert not Closing.objects.exists()


def test_the_first_figure_of_a_cell_is_typed_twice_at_once(world):
    with made.on(made.IN_TIME):
        found = at_once(lambda: _change(world, 5, version=None), lambda: _change(world, 5, version=None))
    assert found == {"done": 2}
    assert Report.objects.get().version == 1
