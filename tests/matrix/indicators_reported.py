"""Reported indicators: 荣昌 has typed a figure that waits for the office of Chongqing."""

import datetime as dt

from indicators.models import DataSet, Indicator, Report
from tests.matrix import Row
from tests.matrix.meeting_sessions import STAFF, each

OWN = ("own_logger", "own_reviewer", "own_colleague")
READING = (*OWN, "provincial_office", "corridor_office", "auditor")
OTHERS_WHO_TYPE = ("neighbour_logger", "neighbour_reviewer", "other_logger", "provincial_office")
OFFICE, CORRIDOR = ("provincial_office",), ("corridor_office",)
SINCE, QUARTER = dt.date(2024, 6, 1), "2025-Q1"


def world(made):
    data_set = DataSet.objects.create(
        code="tourism", name="文旅季报", frequency="quarter", level="county", due_days=10, since=SINCE
    )
    common = {"data_set": data_set, "unit": "人次", "aggregation": "sum", "source": "测试", "since": SINCE}
    visitors = Indicator.objects.create(code="visitors", name="游客人次", **common)
    lectures = Indicator.objects.create(code="lectures", name="宣讲场次", measure="lectures", **common)
    report = Report.objects.create(
        indicator=visitors, region=made["own"], period=QUARTER, first=dt.date(2025, 1, 1), last=dt.date(2025, 3, 31),
        due_on=dt.date(2025, 4, 15), value=100, source="台账", measured_on=dt.date(2025, 3, 31),
        typed_by=made["own_logger"],
    )  # fmt: skip
    return {"data_set": data_set, "visitors": visitors, "lectures_indicator": lectures, "reported_figure": report}


SET, INDICATOR, REPORT = {"pk": "data_set.pk"}, {"pk": "visitors.pk"}, {"pk": "reported_figure.pk"}
PERIOD = SET | {"period": QUARTER}
CELL = PERIOD | {"region": "500153"}
LATE = {"late_reason": "系统故障"}
FIGURE = {"indicator": "visitors.pk", "region": "500153", "period": QUARTER, "value": 120, "source": "台账"} | LATE
CLAIMED = FIGURE | {"indicator": "lectures_indicator.pk", "explanation": "两场未登记"}
REASON, EXPLAINED = {"reason": "请核对"}, {"explanation": "春节灯会"}
DEFINITION = {"province": "500000", "text": "按景区检票数"}
CLOSED = {"period": QUARTER, "province": "500000"}


def for_staff(route, arguments=None, query=""):
    return Row(route, arguments=arguments or {}, query=query, default=404, expected=each(STAFF, 200))


PAGES = [
    for_staff("indicators:reported"),
    for_staff("indicators:data_set", SET),
    for_staff("indicators:period", PERIOD),
    for_staff("indicators:differences"),
    for_staff("indicators:indicators"),
    for_staff("indicators:indicator", INDICATOR),
    for_staff("indicators:series_file", INDICATOR, "?format=xlsx"),
    for_staff("indicators:period_file", PERIOD, "?format=csv"),
    Row("indicators:entry", arguments=CELL, default=404, expected=each(READING, 200)),
    # An empty form comes back.
    Row("indicators:entry", "post", CELL, {}, default=404, expected=each(OWN, 200)),
    Row(
        "indicators:claim_figure", "post", CELL | {"indicator": "lectures_indicator.pk"}, {}, default=404,
        expected=each(OWN, 200),
    ),
    Row("indicators:explain_report", "post", REPORT, EXPLAINED, default=404, expected=each(OWN, 302)),
    Row("indicators:acceptance", default=404, expected=each(OFFICE, 200)),
    Row("indicators:acceptance", "post", data={}, default=404, expected=each(OFFICE, 302)),
    Row("indicators:accept_report", "post", REPORT, {}, default=404, expected=each(OFFICE, 302)),
    Row("indicators:return_report", "post", REPORT, REASON, default=404, expected=each(OFFICE, 302)),
    Row("indicators:sign_difference", "post", REPORT, REASON, default=404, expected=each(OFFICE, 302)),
    Row(
        "indicators:close_period", "post", PERIOD | {"province": "500000"}, {}, default=404,
        expected=each(OFFICE, 302),
    ),
    Row("indicators:close_period", "post", PERIOD | {"province": "510000"}, {}, default=404),
    *(
        Row(route, method, arguments, {} if method == "post" else None, default=404, expected=each(people, 200))
        for route, arguments, people in (
            ("indicators:add_indicator", {}, CORRIDOR),
            ("indicators:edit_indicator", INDICATOR, CORRIDOR),
            ("indicators:add_published", INDICATOR, CORRIDOR),
            ("indicators:add_data_set", {}, CORRIDOR),
            ("indicators:edit_data_set", SET, CORRIDOR),
        )
        for method in ("get", "post")
    ),
    Row(
        "indicators:define_indicator", arguments=INDICATOR | {"province": "500000"}, default=404,
        expected=each((*OFFICE, *CORRIDOR), 200),
    ),
    Row(
        "indicators:define_indicator", "post", INDICATOR | {"province": "510000"}, {"text": "x"}, default=404,
        expected=each(CORRIDOR, 302),
    ),
]  # fmt: skip

REST = [
    Row("api:data-set-list"),
    for_staff("api:data-set-detail", SET),
    Row("api:data-set-detail", "put", SET, {}, default=404, expected=each(CORRIDOR, 400)),
    for_staff("api:data-set-period", PERIOD),
    # A figure waits, so the office may not close yet.
    Row("api:data-set-close", "post", SET, CLOSED, default=404, expected=each(OFFICE, 400)),
    Row("api:indicator-list"),
    for_staff("api:indicator-detail", INDICATOR),
    for_staff("api:indicator-series", INDICATOR),
    for_staff("api:indicator-series-file", INDICATOR, "?format=csv"),
    for_staff("api:data-set-period-file", PERIOD, "?format=xlsx"),
    Row("api:indicator-detail", "put", INDICATOR, {}, default=404, expected=each(CORRIDOR, 400)),
    Row(
        "api:indicator-define", "post", INDICATOR, DEFINITION, default=404, expected=each((*OFFICE, *CORRIDOR), 200)
    ),
    Row("api:indicator-publish", "post", INDICATOR, {}, default=404, expected=each(CORRIDOR, 400)),
    Row("api:report-list"),
    Row("api:report-differences"),
    Row("api:report-detail", arguments=REPORT, default=404, expected=each(READING, 200)),
    # Who types for other places is told so; who types for none does not find it.
    Row("api:report-list", "post", data=FIGURE, default=404, expected=each(OTHERS_WHO_TYPE, 400) | each(OWN, 200)),
    Row("api:report-claim", "post", data=CLAIMED, default=404, expected=each(OTHERS_WHO_TYPE, 400) | each(OWN, 201)),
    Row("api:report-explain", "post", REPORT, EXPLAINED, default=404, expected=each(OWN, 200)),
    Row("api:report-accept", "post", REPORT, {}, default=404, expected=each(OFFICE, 200)),
    Row("api:report-give-back", "post", REPORT, REASON, default=404, expected=each(OFFICE, 200)),
    Row("api:report-sign", "post", REPORT, REASON, default=404, expected=each(OFFICE, 400)),
]  # fmt: skip

ROWS: list[Row] = [*PAGES, *REST]
