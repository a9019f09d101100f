"""A joint meeting of 川南渝西 in which 荣昌 convenes; with its people, for tests of attendance and minutes."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from meetings.services import invitations
from tests import factories

NAMES = {"500153": "荣昌区", "500118": "永川区", "510521": "泸县", "511083": "隆昌市"}


def make_world(*, begins_in=dt.timedelta(days=3), state="noticed"):
    """Four members of two provinces, a county that is none, and a meeting that begins in three days."""
    belt = factories.BeltFactory(code="south", name="川南渝西")
    world = SimpleNamespace(belt=belt, counties={}, reviewers={}, loggers={})
    for code, name in NAMES.items():
        province = factories.sichuan() if code.startswith("51") else factories.chongqing()
        region = factories.CountyFactory(code=code, name=name, province=province)
        factories.BeltMembershipFactory(belt=belt, region=region)
        key = name[:2]
        world.counties[key] = region
        world.reviewers[key], world.loggers[key] = factories.reviewer(region), factories.logger(region)
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        factories.ConvenerTermFactory(belt=belt, year=year, region=world.counties["荣昌"])
    world.outsider = factories.CountyFactory(code="500101", name="万州区")
    world.stranger = factories.logger(world.outsider)
    world.convener = world.loggers["荣昌"]
    world.office = factories.person("provincial_office", factories.sichuan())
    world.auditor = factories.person("auditor")
    world.body = factories.BodyFactory(belt=belt)
    world.meeting = factories.MeetingFactory(
        body=world.body, host=world.counties["荣昌"], state=state, place="海棠大礼堂", period="2026Q4",
        period_first=dt.date(2026, 10, 1), period_last=dt.date(2026, 12, 31), starts_at=timezone.now() + begins_in,
    )  # fmt: skip
    return world


def invited(world):
    invitations.invite_members(actor=world.convener, meeting=world.meeting)
    return {row.region.name[:2]: row for row in world.meeting.invitations.select_related("region", "meeting")}


def coming(world, name, *people, **fields):
    """The county's reply with these people, each "name", or "name for other"."""
    row = world.meeting.invitations.get(region=world.counties[name])
    lines = []
    for words in people:
        person, _word, other = words.partition(" for ")
        unit = f"{row.region}委宣传部"
        lines.append({"name": person, "rank": "副部长", "unit": unit, "stands_in_for": other})
    return invitations.reply_invitation(
        actor=world.loggers[name], invitation=row, reply="coming", people=lines, **fields
    )


def begins(meeting, delta=-dt.timedelta(hours=1)):
    """As if the meeting had begun an hour ago."""
    meeting.starts_at = timezone.now() + delta
    meeting.ends_at = meeting.starts_at + dt.timedelta(hours=2)
    meeting.save()
