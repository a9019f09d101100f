"""What is reported, accepted, returned, closed and signed, and what is refused."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Role
from indicators.models import Closing, DataSet, Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.differences import differences_of
from indicators.queries.reported.totals import totals_of
from indicators.services.reported import accepting, dictionary, differences, reports
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import IN_TIME, QUARTER, TOO_LATE, accepted, closed, on, reported
from tests.volunteers.factories import VolunteerFactory
from tests.volunteers.registry_world import platforms

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return made.make_world()


def code_of(call, *arguments, **options):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        call(*arguments, **options)
    error = refusal.value
    return (next(iter(error.error_dict.values()))[0] if hasattr(error, "error_dict") else error).code


def test_a_figure_waits_for_its_office_and_keeps_its_deadline(world):
    report = reported(world, world.rongchang, 1200)
    assert (report.state, report.first, report.last) == ("reported", dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert report.due_on == dt.date(2025, 4, 15)
    world.quarterly.due_days = 3
    world.quarterly.save()
    assert reported(world, world.rongchang, 1300, day=dt.date(2025, 4, 10)).due_on == dt.date(2025, 4, 15)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2025-01", "period_of_another_kind"),
        ("2025", "period_of_another_kind"),
        ("last_quarter", "period_of_another_kind"),
        ("spring", "unknown_period"),
        ("2025-Q2", "period_not_over"),
        ("2024-Q1", "data_set_not_valid"),
    ],
)
def test_only_whole_periods_that_are_over_are_reported(world, period, code):
    assert code_of(reported, world, world.rongchang, 1, period=period) == code


def test_only_regions_with_a_seat_on_the_last_day_report(world):
    assert code_of(reported, world, world.wuhou, 1) == "region_does_not_report"
    assert code_of(reported, world, world.chongqing, 1) == "region_does_not_report"


def test_an_indicator_is_reported_while_it_is_valid(world):
    Indicator.objects.filter(pk="visitors").update(until=dt.date(2024, 12, 31))
    world.visitors.refresh_from_db()
    assert code_of(reported, world, world.rongchang, 1) == "indicator_not_valid"
    world.visitors.data_set = None
    assert code_of(reported, world, world.rongchang, 1) == "not_reported"


def test_a_survey_says_how_many_were_asked(world):
    survey = {"indicator": world.survey}
    assert code_of(reported, world, world.rongchang, Decimal("97.5"), **survey) == "sample_size_missing"
    assert code_of(reported, world, world.rongchang, Decimal("97.5"), sample_size=0, **survey) == "sample_size_missing"
    assert code_of(reported, world, world.rongchang, 101, sample_size=10, **survey) == "share_out_of_range"
    assert code_of(reported, world, world.rongchang, Decimal("97.555"), sample_size=10, **survey) == "too_many_places"
    assert reported(world, world.rongchang, Decimal("97.55"), sample_size=400, **survey).sample_size == 400


def test_the_date_of_a_figure_is_not_in_the_future(world):
    later = made.IN_TIME + dt.timedelta(days=1)
    assert code_of(reported, world, world.rongchang, 1, measured_on=later) == "measured_in_future"


def test_after_the_deadline_every_change_needs_a_reason(world):
    assert code_of(reported, world, world.rongchang, 5, day=TOO_LATE) == "late_reason_missing"
    late = reported(world, world.rongchang, 5, day=TOO_LATE, late_reason="系统故障")
    assert late.late_reason == "系统故障"
    assert code_of(reported, world, world.rongchang, 6, day=TOO_LATE, late_reason=" ") == "late_reason_missing"
    assert reported(world, world.rongchang, 5, day=TOO_LATE) == late, "the same again changes nothing"


def test_after_acceptance_a_change_needs_a_reason_and_waits_again(world):
    report = accepted(world, world.rongchang, 5)
    assert code_of(reported, world, world.rongchang, 6) == "late_reason_missing"
    changed = reported(world, world.rongchang, 6, late_reason="漏计一个景区")
    assert (changed.pk, changed.state, changed.accepted_by) == (report.pk, "reported", None)
    assert list(report.events.order_by("pgh_id").values_list("value", "state")) == [
        (5, "reported"), (5, "accepted"), (6, "reported"),
    ]  # fmt: skip
    assert report.events.latest("pgh_id").pgh_context["reason"] == "漏计一个景区"


def test_a_change_of_what_somebody_else_changed_is_stale(world):
    report = reported(world, world.rongchang, 5)
    reported(world, world.rongchang, 6, version=report.version)
    assert code_of(reported, world, world.rongchang, 7, version=report.version) == "stale"
    assert code_of(accepting.accept_report, actor=world.office, report=report, version=report.version) == "stale"


def test_who_typed_a_figure_does_not_accept_it(world):
    report = reported(world, world.rongchang, 5, by=world.office)
    assert code_of(accepting.accept_report, actor=world.office, report=report) == "own_report"
    assert accepting.accept_report(actor=world.colleague, report=report).state == "accepted"


def test_accepted_once(world):
    report = reported(world, world.rongchang, 5)
    first = accepting.accept_report(actor=world.office, report=report)
    assert accepting.accept_report(actor=world.office, report=report).version == first.version
    assert code_of(accepting.accept_report, actor=world.colleague, report=report) == "report_not_waiting"


def test_a_returned_figure_says_why_and_comes_back(world):
    report = reported(world, world.rongchang, 5)
    assert code_of(accepting.return_report, actor=world.office, report=report, reason=" ") == "return_reason_missing"
    returned = accepting.return_report(actor=world.office, report=report, reason="与景区数据不符")
    assert (returned.state, returned.return_reason) == ("returned", "与景区数据不符")
    assert code_of(accepting.accept_report, actor=world.office, report=report) == "report_not_waiting"
    again = reported(world, world.rongchang, 5)
    assert (again.state, again.return_reason) == ("reported", "")


def test_an_outlier_is_explained_before_it_is_accepted(world):
    accepted(world, world.rongchang, 100, period="2024-Q4", day=dt.date(2025, 1, 6))
    report = reported(world, world.rongchang, 200)
    assert code_of(accepting.accept_report, actor=world.office, report=report) == "explanation_missing"
    explained = reports.explain_figure(actor=world.logger, report=report, explanation="春节灯会")
    assert accepting.accept_report(actor=world.office, report=explained).state == "accepted"
    changed = reported(world, world.rongchang, 300, late_reason="更正")
    assert changed.explanation == "", "an explanation was of the figure as it was"
    reports.explain_figure(actor=world.logger, report=changed, explanation="春节灯会")
    again = {"explanation": "春节灯会", "late_reason": "更正"}
    assert code_of(reported, world, world.rongchang, 9000, **again) == "explanation_of_before"
    assert reported(world, world.rongchang, 300, **again).value == 300, "the same figure needs no other one"
    assert code_of(reports.explain_figure, actor=world.logger, report=report, explanation="") == "explanation_missing"


def test_a_period_is_closed_when_nothing_waits_and_what_is_missing_is_named(world):
    report = reported(world, world.rongchang, 5)
    assert code_of(closed, world, world.chongqing) == "reports_wait"
    accepting.accept_report(actor=world.office, report=report)
    assert code_of(closed, world, world.chongqing, missing=" ") == "missing_unexplained"
    closing = closed(world, world.chongqing)
    assert closed(world, world.chongqing) == closing, "closed twice it is closed once"


def test_a_change_opens_a_closed_period_again(world):
    report = accepted(world, world.rongchang, 5)
    for change in (
        lambda: reported(world, world.rongchang, 6, late_reason="更正"),
        lambda: reported(world, world.yongchuan, 6),
        lambda: accepting.return_report(actor=world.office, report=report, reason="更正"),
    ):
        Report.objects.filter(pk=report.pk).update(state="accepted", accepted_by=world.office)
        Report.objects.exclude(pk=report.pk).update(state="accepted", accepted_by=world.office)
        closed(world, world.chongqing)
        closed(world, world.sichuan)
        change()
        assert [closing.province_id for closing in Closing.objects.all()] == ["510000"], "the other side stays closed"
        Closing.objects.all().delete()


def test_a_cell_of_the_ledgers_is_locked_and_another_figure_is_a_claim(world):
    assert code_of(reported, world, world.rongchang, 9, indicator=world.lectures) == "cell_is_derived"
    claim = {
        "actor": world.logger, "region": world.rongchang, "period": QUARTER, "value": Decimal(9), "source": "台账",
    }  # fmt: skip
    with on(made.IN_TIME):
        assert (
            code_of(differences.claim_figure, indicator=world.visitors, explanation="多两场", **claim)
            == "cell_is_typed"
        )
        assert (
            code_of(differences.claim_figure, indicator=world.lectures, explanation="", **claim)
            == "explanation_missing"
        )
        report = differences.claim_figure(indicator=world.lectures, explanation="两场未登记", **claim)
    assert code_of(accepting.accept_report, actor=world.office, report=report) == "cell_is_derived"


def test_a_difference_is_signed_by_another_with_a_reason_for_these_two_values(world):
    factories.ActivityFactory(verified=True, lead=world.rongchang, starts_on=dt.date(2025, 2, 1))
    with on(made.IN_TIME):
        report = differences.claim_figure(
            actor=world.logger, indicator=world.lectures, region=world.rongchang, period=QUARTER, value=Decimal(3),
            source="台账", explanation="两场未登记",
        )  # fmt: skip
    sign = {"report": report, "reason": "以平台记录为准"}
    assert code_of(differences.sign_difference, actor=world.logger, **sign) == "own_report"
    assert code_of(differences.sign_difference, actor=world.office, report=report, reason="") == "sign_reason_missing"
    signature = differences.sign_difference(actor=world.office, **sign)
    assert (signature.typed, signature.counted) == (3, 1)
    assert differences.sign_difference(actor=world.colleague, **sign) == signature, "signed once"
    for _number in range(2):
        factories.ActivityFactory(verified=True, lead=world.rongchang, starts_on=dt.date(2025, 2, 1))
    assert code_of(differences.sign_difference, actor=world.office, **sign) == "no_difference"
    typed = reported(world, world.rongchang, 5)
    assert code_of(differences.sign_difference, actor=world.office, report=typed, reason="x") == "cell_is_typed"


def test_a_system_is_not_told_of_few_people_by_any_of_this(world):
    """It signs for no count that it is not told, and what it accepts is judged by the true count all the same."""
    system = factories.person(Role.PROVINCIAL_OFFICE, world.chongqing)
    assert system.reach.provinces
    system.token = SimpleNamespace(pk=None)  # from now on it asks as a system
    platforms()
    for _one in range(3):
        VolunteerFactory(home=world.rongchang, registered_on=dt.date(2025, 2, 1), identity=False)
    Indicator.objects.filter(pk="lectures").update(measure="volunteers")
    Indicator.objects.filter(pk="visitors").update(not_below="volunteers")
    world.lectures.refresh_from_db()
    claim = {"actor": world.logger, "indicator": world.lectures, "region": world.rongchang, "period": QUARTER}
    with on(IN_TIME):
        claimed = differences.claim_figure(value=7, source="台账", explanation="未登记", **claim)
    assert [found.counted for found in differences_of(world.office)] == [3]
    assert differences_of(system) == []
    assert code_of(differences.sign_difference, actor=system, report=claimed, reason="x") == "count_not_told"
    total = totals_of(system, claimed.indicator, cells.period_for(world.quarterly, QUARTER, TOO_LATE))["500000"]
    assert (total.value, total.counted) == (None, True)
    low = reported(world, world.rongchang, 2)
    with pytest.raises(ValidationError) as refused:
        accepting.accept_report(actor=system, report=low)
    assert (refused.value.code, "3" in " ".join(refused.value.messages)) == ("explanation_missing", False)


def test_the_database_has_the_last_word(world):
    report = reported(world, world.rongchang, 5)
    for change in ({"state": "accepted"}, {"state": "returned"}, {"sample_size": 0}, {"last": dt.date(2024, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**change)


def test_the_meaning_of_a_reported_indicator_is_settled(world):
    keep = {"actor": world.corridor, "code": "visitors"}
    assert dictionary.record_indicator(unit="万人次", **keep).unit == "万人次"
    reported(world, world.rongchang, 5)
    assert code_of(dictionary.record_indicator, unit="人", **keep) == "meaning_is_settled"
    assert code_of(dictionary.record_indicator, measure="spirits", **keep) == "unknown_measure"
    other = DataSet.objects.create(
        code="other", name="另一季报", frequency="quarter", level="county", due_days=9, since=made.SEATED
    )
    for data_set in (other, None):
        assert code_of(dictionary.record_indicator, data_set=data_set, **keep) == "meaning_is_settled"
    assert code_of(dictionary.record_data_set, actor=None, code="tourism", frequency="month") == "meaning_is_settled"


def test_what_becomes_a_total_unaccepted_opens_its_period_again(world):
    """A claim stands in no total, and so nobody accepts it; until the statistics fill its cell no more."""
    claim = {"actor": world.logger, "indicator": world.lectures, "region": world.rongchang, "period": QUARTER}
    with on(IN_TIME):
        differences.claim_figure(value=7, source="台账", explanation="两场未登记", **claim)
    closed(world, world.chongqing)
    closed(world, world.sichuan)
    dictionary.record_indicator(actor=world.corridor, code="lectures", measure="")
    assert list(Closing.objects.values_list("province", flat=True)) == ["510000"]


def test_each_province_words_its_own_definition(world):
    version = world.visitors.version
    define = {"actor": world.far_office, "indicator": world.visitors, "text": "按景区检票数"}
    changed = dictionary.define_indicator(province=world.sichuan, version=version, **define)
    assert (changed.definition_sichuan, changed.definition_chongqing) == ("按景区检票数", "")
    assert code_of(dictionary.define_indicator, province=world.rongchang, **define) == "not_a_province"
    define["text"] = "另一说法"
    assert code_of(dictionary.define_indicator, province=world.sichuan, version=version, **define) == "stale"


def test_a_province_reports_its_own_survey_and_a_colleague_accepts(world):
    yearly = DataSet.objects.create(
        code="surveys", name="群众调查", frequency="half", level="province", due_days=10, since=made.SEATED
    )
    survey = made.indicator("satisfaction", yearly, unit="%", aggregation="weighted", places=2)
    given = {"indicator": survey, "period": "2024-H2", "day": dt.date(2025, 1, 8), "sample_size": 500}
    assert code_of(reported, world, world.rongchang, 97, **given) == "region_does_not_report"
    report = reported(world, world.chongqing, 97, by=world.office, **given)
    assert Report.objects.manageable_by(world.colleague).filter(pk=report.pk).exists()
    assert not Report.objects.manageable_by(world.far_office).filter(pk=report.pk).exists()
    assert code_of(accepting.accept_report, actor=world.office, report=report) == "own_report"
    assert accepting.accept_report(actor=world.colleague, report=report).state == "accepted"
