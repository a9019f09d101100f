"""Boards say how complete and how timely their place reports, as the pages of reported indicators do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.boards.places import board_of
from indicators.boards.reported import reported_of
from indicators.models import DataSet
from indicators.queries.reported import cells
from indicators.queries.reported.completeness import completeness_of
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import QUARTER, TOO_LATE, indicator, on, reported

pytestmark = pytest.mark.django_db

PLACES = [("county", "500153"), ("county", "511083"), ("belt", "south"), ("province", "500000"), ("province", "510000")]


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return made.make_world()


def shown(world, level, code):
    with on(TOO_LATE):
        return reported_of(board_of(world.corridor, level, code, TOO_LATE), world.corridor, TOO_LATE)


def said(rows):
    return [(row.regions, row.asked, row.reported, row.on_time, row.missing, row.overdue) for row in rows]


def test_each_place_has_the_figures_of_its_own_regions(world):
    reported(world, world.rongchang, 5)
    reported(world, world.yongchuan, 5, by=factories.logger(world.yongchuan), day=TOO_LATE, late_reason="迟")
    assert said(shown(world, "county", "500153")) == [(1, 2, 1, 1, 1, True)]
    assert said(shown(world, "county", "500118")) == [(1, 2, 1, 0, 1, True)]
    assert said(shown(world, "province", "500000")) == [(2, 4, 2, 1, 2, True)]
    assert said(shown(world, "province", "510000")) == [(1, 2, 0, 0, 2, True)]
    assert said(shown(world, "belt", "south")) == said(shown(world, "corridor", "all")) == [(3, 6, 2, 1, 4, True)]
    [row] = shown(world, "belt", "south")
    assert (row.span.word, row.percent, row.timely_percent) == (QUARTER, 33, 16)


def test_they_are_those_of_the_page_of_the_period(world):
    reported(world, world.rongchang, 5)
    with on(TOO_LATE):
        whole = completeness_of(world.quarterly, cells.period_for(world.quarterly, QUARTER, TOO_LATE))
    by_county = [shown(world, "county", line.region.pk)[0] for line in whole.lines]
    assert [(row.reported, row.on_time) for row in by_county] == [(line.reported, line.on_time) for line in whole.lines]
    assert sum(row.asked for row in by_county) == whole.total()["asked"]


def test_where_nobody_is_asked_nothing_is_shown(client, world):
    assert shown(world, "county", "510107") == []
    client.force_login(world.corridor)
    with on(TOO_LATE):
        assert "reported-title" not in client.get("/statistics/board/county/510107/").content.decode()


def test_what_a_province_reports_itself_is_on_its_own_board_alone(world):
    survey = DataSet.objects.create(
        code="survey", name="群众满意度", frequency="quarter", level="province", due_days=10, since=made.SEATED
    )
    indicator("satisfaction", survey)
    assert [row.data_set for row in shown(world, "province", "510000")] == [survey, world.quarterly]
    assert [row.data_set for row in shown(world, "belt", "south")] == [world.quarterly]
    assert [row.data_set for row in shown(world, "county", "500153")] == [world.quarterly]


@pytest.mark.parametrize(("level", "code"), PLACES)
def test_a_board_leads_to_the_period(client, world, level, code):
    client.force_login(world.corridor)
    with on(TOO_LATE):
        page = client.get(f"/statistics/board/{level}/{code}/").content.decode()
    assert f'href="/reported/sets/tourism/{QUARTER}/"' in page
    assert 'href="/reported/"' in page


@pytest.mark.parametrize(("level", "code"), PLACES)
def test_it_takes_so_many_queries_whatever_came_in(world, level, code):
    board = board_of(world.corridor, level, code, TOO_LATE)

    def queries():
        with on(TOO_LATE), CaptureQueriesContext(connection) as asked:
            reported_of(board, world.corridor, TOO_LATE)
        return len(asked)

    queries()  # what a person may do is asked once
    nothing = queries()
    for region, logger in ((world.rongchang, world.logger), (world.longchang, world.far_logger)):
        for more in ({}, {"indicator": world.survey, "sample_size": 10}):
            reported(world, region, 5, by=logger, **more)
    assert queries() == nothing <= 7
