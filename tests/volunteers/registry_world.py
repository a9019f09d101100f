"""A small registry on both sides of the border, and the people who ask about it."""

import datetime as dt

from accounts.models import Role
from tests import factories
from tests.volunteers.factories import (
    ConsentFactory,
    IdentityFactory,
    PlatformAccountFactory,
    PlatformFactory,
    ServiceAreaFactory,
    VolunteerFactory,
)
from volunteers.choices import ConsentPurpose


def counties():
    """荣昌 and 万州 of Chongqing, 隆昌 of Sichuan; 荣昌 and 隆昌 sit in one belt."""
    made = {
        "own": factories.CountyFactory(code="500153", name="荣昌区"),
        "other": factories.CountyFactory(code="500101", name="万州区"),
        "neighbour": factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan()),
    }
    belt = factories.BeltFactory(code="south", name="川南渝西")
    for name in ("own", "neighbour"):
        factories.BeltMembershipFactory(belt=belt, region=made[name])
    return made


def platforms():
    return {
        "jinbu": PlatformFactory(code="wenming-jinbu", name="文明进步", province=factories.chongqing(), rank=10),
        "xingrong": PlatformFactory(code="wenming-xingrong", name="文明兴蓉", province=factories.sichuan(), rank=20),
    }


def somebody(name, home, *, serves_in=(), shares=False, mobile=None, **fields):
    """A volunteer of that name; ``shares`` lets the other province know them."""
    volunteer = VolunteerFactory(home=home, identity=False, **fields)
    given = {"mobile_number": mobile} if mobile else {}
    IdentityFactory(volunteer=volunteer, name=name, **given)
    for region in serves_in:
        ServiceAreaFactory(volunteer=volunteer, region=region)
    for purpose in (ConsentPurpose.KEEP, *([ConsentPurpose.SHARE] if shares else [])):
        ConsentFactory(volunteer=volunteer, purpose=purpose)
    return volunteer


def account(volunteer, platform, **fields):
    return PlatformAccountFactory(volunteer=volunteer, platform=platform, **fields)


def office(region):
    return factories.person(Role.PROVINCIAL_OFFICE, region)


LONG_AGO = dt.date(2024, 7, 1)
