"""The region is told what its office sent back: once each time, its own people alone, until it is put right."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Notice, Role
from accounts.notices import text_of
from indicators.models import DataSet
from indicators.services.reported.accepting import return_report
from indicators.services.reported.reports import explain_figure
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import IN_TIME, accepted, indicator, on, reported

pytestmark = pytest.mark.django_db
TYPO = "人次与台账不符"


@pytest.fixture
def world():
    return made.make_world()


def told():
    return set(Notice.objects.filter(kind="report_returned", cancelled_at=None).values_list("user", flat=True))


def returned(world, report, reason=TYPO, by=None):
    with on(IN_TIME):
        return return_report(actor=by or world.office, report=report, reason=reason)


def test_the_county_and_nobody_else(world):
    reviewer = factories.reviewer(world.rongchang)
    returned(world, reported(world, world.rongchang, 5))
    assert told() == {world.logger.pk, reviewer.pk}
    notice = Notice.objects.filter(user=world.logger).get()
    assert notice.url == "/reported/sets/tourism/2025-Q1/500153/"
    with override("en"):
        text = text_of(notice.kind, notice.params)
    assert all(word in text.sentence for word in ("荣昌区", "指标 visitors", "Q1 2025", TYPO))
    with override("zh-hans"):
        assert "请改正后重新上报" in text_of(notice.kind, notice.params).sentence


def test_also_when_it_was_accepted_before(world):
    returned(world, accepted(world, world.rongchang, 5))
    assert told() == {world.logger.pk}


def test_of_a_province_the_colleagues_of_who_returns(world):
    survey = DataSet.objects.create(
        code="survey", name="群众满意度", frequency="quarter", level="province", due_days=10, since=made.SEATED
    )
    own = indicator("satisfaction", survey)
    report = reported(world, world.chongqing, 5, indicator=own, by=world.colleague)
    returned(world, report)
    assert told() == {world.colleague.pk}


def test_put_right_before_it_was_read_it_is_withdrawn_and_a_second_return_is_told_anew(world):
    report = returned(world, reported(world, world.rongchang, 5))
    with on(IN_TIME):
        explain_figure(actor=world.logger, report=report, explanation="灯会")
    assert told() == {world.logger.pk}
    report = reported(world, world.rongchang, 6)
    assert told() == set()
    returned(world, report, "再核对")
    assert told() == {world.logger.pk}
    assert Notice.objects.filter(kind="report_returned").count() == 2


def test_what_was_read_stands(world):
    returned(world, reported(world, world.rongchang, 5))
    with on(IN_TIME):
        Notice.objects.update(read_at=timezone.now(), mail_at=None)
    reported(world, world.rongchang, 6)
    assert told() == {world.logger.pk}


def test_a_refused_return_tells_nobody(world):
    report = reported(world, world.rongchang, 5)
    with pytest.raises(ValidationError):
        returned(world, report, " ")
    assert not Notice.objects.filter(kind="report_returned").exists()


def test_over_rest_too(client, world, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    report = reported(world, world.rongchang, 5)
    client.force_login(world.office)
    with on(IN_TIME):
        answer = client.post(f"/api/v1/reports/{report.pk}/return/", {"reason": TYPO}, content_type="application/json")
    assert answer.status_code == 200
    assert told() == {world.logger.pk}
    assert factories.person(Role.COUNTY_LOGGER, world.yongchuan).pk not in told()
