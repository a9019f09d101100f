"""荣昌 convenes; 隆昌 across the border carries things out; 泸县 and 永川 sit in the belt beside them."""

import datetime as dt
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.models import ColourPolicy, Resolution
from meetings.services import doing
from meetings.services.evidence import add_evidence
from meetings.services.resolutions import make_resolution
from tests import factories

PDF = b"%PDF-1.7 minutes"


def make_world():
    belt = factories.BeltFactory(code="south", name="川南渝西")
    sichuan = factories.sichuan()
    counties = {
        "rongchang": factories.CountyFactory(code="500153", name="荣昌区"),
        "longchang": factories.CountyFactory(code="511083", name="隆昌市", province=sichuan),
        "luxian": factories.CountyFactory(code="510521", name="泸县", province=sichuan),
        "yongchuan": factories.CountyFactory(code="500118", name="永川区"),
    }
    for county in counties.values():
        factories.BeltMembershipFactory(belt=belt, region=county)
    year = timezone.localdate().year
    plan = factories.RotationFactory(belt=belt)
    for place, name in enumerate(("rongchang", "longchang"), start=1):
        plan.places.create(position=place, region=counties[name])
        factories.ConvenerTermFactory(belt=belt, year=year + place - 1, region=counties[name])
    people = {
        f"{name}_{word}": make(county)
        for name, county in counties.items()
        for word, make in (("logger", factories.logger), ("reviewer", factories.reviewer))
    }
    body = factories.BodyFactory(belt=belt)
    held = timezone.now() - dt.timedelta(days=40)
    meeting = factories.MeetingFactory(
        body=body, host=counties["rongchang"], state="held", starts_at=held, period="2026Q4",
        period_first=dt.date(2026, 10, 1), period_last=dt.date(2026, 12, 31),
    )  # fmt: skip
    ColourPolicy.objects.create(source="测试")
    return SimpleNamespace(
        belt=belt, body=body, meeting=meeting, today=timezone.localdate(),
        colleague=factories.reviewer(counties["rongchang"]),
        chongqing_office=factories.person("provincial_office", factories.chongqing()),
        sichuan_office=factories.person("provincial_office", sichuan), corridor=factories.person("corridor_office"),
        **counties, **people,
    )  # fmt: skip


def made(world, **fields):
    """Carried out by 隆昌 alone, due in thirty days, unless ``fields`` say otherwise."""
    given = {
        "actor": world.rongchang_reviewer, "meeting": world.meeting, "text": "共建联合调解室", "lead": world.longchang,
        "due_on": world.today + dt.timedelta(days=30),
    }  # fmt: skip
    return make_resolution(**(given | fields))


def late(world, days, **fields):
    """Made forty days ago and late by ``days``."""
    due = world.today - dt.timedelta(days=days)
    resolution = made(world, **fields)
    Resolution.objects.filter(pk=resolution.pk).update(due_on=due, first_due_on=due)
    resolution.refresh_from_db()
    return resolution


def upload(name="纪要.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


def reported(world, by=None, **fields):
    """Made, with a file, and reported as done by a logger of 隆昌."""
    resolution, doer = made(world, **fields), by or world.longchang_logger
    add_evidence(actor=doer, resolution=resolution, upload=upload())
    return doing.report_done(actor=doer, resolution=resolution, text="已办结")
