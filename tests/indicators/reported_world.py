"""A small corridor that reports: 荣昌 and 永川 in Chongqing, 隆昌 in Sichuan; 武侯 sits in no belt."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Role
from core import clock
from indicators.models import DataSet, Indicator
from indicators.services.reported.accepting import accept_report, close_period
from indicators.services.reported.reports import report_figure
from tests import factories

SEATED = dt.date(2024, 6, 1)
QUARTER = "2025-Q1"
# The quarter is over on 31 March; ten working days later it is 15 April (4 April is a holiday).
IN_TIME, TOO_LATE = dt.date(2025, 4, 8), dt.date(2025, 5, 20)


def on(day):
    """Act at noon of that day."""
    return clock.set_to(timezone.make_aware(dt.datetime.combine(day, dt.time(12))))


def indicator(code, data_set, **values):
    given = {
        "name": f"指标 {code}", "unit": "人次", "aggregation": "sum", "source": "测试", "since": SEATED,
        "data_set": data_set, "position": Indicator.objects.count() + 1,
    }  # fmt: skip
    return Indicator.objects.create(code=code, **given | values)


def make_world():
    south = factories.BeltFactory(code="south", name="川南渝西", position=1)
    sichuan, chongqing = factories.sichuan(), factories.chongqing()
    rongchang = factories.CountyFactory(code="500153", name="荣昌区")
    yongchuan = factories.CountyFactory(code="500118", name="永川区")
    longchang = factories.CountyFactory(code="511083", name="隆昌市", province=sichuan)
    wuhou = factories.CountyFactory(code="510107", name="武侯区", province=sichuan)
    for region in (rongchang, yongchuan, longchang):
        factories.BeltMembershipFactory(belt=south, region=region, since=SEATED)
    quarterly = DataSet.objects.create(
        code="tourism", name="文旅季报", frequency="quarter", level="county", due_days=10, since=SEATED
    )
    return SimpleNamespace(
        south=south, sichuan=sichuan, chongqing=chongqing, rongchang=rongchang, yongchuan=yongchuan,
        longchang=longchang, wuhou=wuhou, quarterly=quarterly,
        visitors=indicator("visitors", quarterly, most_change=50),
        survey=indicator("safety", quarterly, unit="%", aggregation="weighted", places=2),
        lectures=indicator("lectures", quarterly, measure="lectures", unit="场"),
        logger=factories.logger(rongchang),
        far_logger=factories.logger(longchang),
        office=factories.person(Role.PROVINCIAL_OFFICE, chongqing),
        colleague=factories.person(Role.PROVINCIAL_OFFICE, chongqing),
        far_office=factories.person(Role.PROVINCIAL_OFFICE, sichuan),
        corridor=factories.person(Role.CORRIDOR_OFFICE),
    )  # fmt: skip


def reported(world, region, value, *, indicator=None, day=IN_TIME, by=None, period=QUARTER, **more):
    with on(day):
        return report_figure(
            actor=by or world.logger, indicator=indicator or world.visitors, region=region, period=period,
            value=value, source="样例台账", **more,
        )  # fmt: skip


def accepted(world, region, value, **more):
    report = reported(world, region, value, **more)
    office = world.far_office if region.province_code == world.sichuan.pk else world.office
    return accept_report(actor=office, report=report)


def closed(world, province, *, period=QUARTER, missing="样例：其余数据未报"):
    office = world.far_office if province == world.sichuan else world.office
    return close_period(actor=office, data_set=world.quarterly, province=province, period=period, missing=missing)
