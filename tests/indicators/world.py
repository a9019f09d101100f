"""A small corridor in which everything happens that makes counting hard."""

import datetime as dt

from django.db import connection
from django.test import RequestFactory

from accounts.models import Role
from indicators.queries import answer, question_of
from tests import factories

BEGAN = dt.date(2024, 6, 1)
LAST_DAY_OF_YUBEI = dt.date(2025, 11, 5)


def corridor():
    """荣昌 and 隆昌 in one belt, 安岳 in another, 渝北 abolished with 北碚 as its heir, 武侯 in no belt."""
    south = factories.BeltFactory(code="south", name="川南渝西", position=1)
    central = factories.BeltFactory(code="central", name="川中渝西", position=2)
    north = factories.BeltFactory(code="north", name="川东北渝北", position=3)
    sichuan = factories.sichuan()
    places = {
        "rongchang": factories.CountyFactory(code="500153", name="荣昌区"),
        "longchang": factories.CountyFactory(code="511083", name="隆昌市", province=sichuan),
        "anyue": factories.CountyFactory(code="512021", name="安岳县", province=sichuan),
        "yubei": factories.CountyFactory(code="500112", name="渝北区", until=LAST_DAY_OF_YUBEI),
        "beibei": factories.CountyFactory(code="500109", name="北碚区"),
        "wuhou": factories.CountyFactory(code="510107", name="武侯区", province=sichuan),
    }
    places["yubei"].successors.add(places["beibei"])
    for belt, name in ((south, "rongchang"), (south, "longchang"), (central, "anyue")):
        factories.BeltMembershipFactory(belt=belt, region=places[name], since=BEGAN)
    factories.BeltMembershipFactory(belt=north, region=places["yubei"], since=BEGAN, until=LAST_DAY_OF_YUBEI)
    after = LAST_DAY_OF_YUBEI + dt.timedelta(days=1)
    factories.BeltMembershipFactory(belt=north, region=places["beibei"], since=after)
    return places


def office():
    return factories.person(Role.CORRIDOR_OFFICE)


def ask(user, **given):
    """The question of these query parameters; ``first`` stands for ``from``."""
    if "first" in given:
        given["from"] = given.pop("first")
    request = RequestFactory().get("/", given)
    request.user = user
    return question_of(request)


def figures(user, **given):
    """(cells by their codes, total) of an answer."""
    made = answer(ask(user, **given))
    return {row.codes: row.values for row in made.rows}, made.total


def waiting() -> int:
    """How many changes are not folded into the tallies yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_waiting(NULL)")
        return cursor.fetchone()[0]
