"""A belt of four counties whose convener is 荣昌 today, its body, the provincial body above, and people of each."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Role
from tests import factories


def make_world():
    belt = factories.BeltFactory(code="south", name="川南渝西")
    rong, jiang, yong = (
        factories.CountyFactory(code=code, name=name)
        for code, name in (("500153", "荣昌区"), ("500116", "江津区"), ("500118", "永川区"))
    )
    long = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    for region in (rong, jiang, yong, long):
        factories.BeltMembershipFactory(belt=belt, region=region)
    today = timezone.localdate()
    factories.ConvenerTermFactory(
        belt=belt, region=rong, year=today.year, since=dt.date(today.year, 1, 1), until=dt.date(today.year + 2, 12, 31)
    )
    above = factories.BodyFactory(
        code="provincial", name="省级联席会议", kind="provincial", cadence="half_year", belt=None,
        first_host=factories.chongqing(),
    )  # fmt: skip
    body = factories.BodyFactory(belt=belt, above=above)
    return SimpleNamespace(
        belt=belt, body=body, above=above, rong=rong, jiang=jiang, yong=yong, long=long,
        meeting=factories.MeetingFactory(
            body=body, host=rong, state="agenda_open", items_until=timezone.now() + dt.timedelta(days=3)
        ),
        convener=factories.reviewer(rong), long_logger=factories.logger(long), jiang_logger=factories.logger(jiang),
        stranger=factories.logger(factories.CountyFactory(code="500101", name="万州区")),
        office=factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()),
        corridor=factories.person(Role.CORRIDOR_OFFICE), auditor=factories.person(Role.AUDITOR),
    )  # fmt: skip


def set_state(meeting, state, **fields):
    type(meeting).objects.filter(pk=meeting.pk).update(state=state, **fields)
    meeting.refresh_from_db()
    return meeting
