"""Search, list and registration of volunteers, in a small registry and in one ten times as large."""

import itertools
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client

from accounts.models import Role
from belts.models import Region
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from core.paging import page_of
from indicators.services.tallies import count_anew, fold_deltas
from indicators.tallies.facts import FACTS
from tests.factories import logger, person
from volunteers import vault
from volunteers.models import (
    Consent,
    ConsentText,
    Identity,
    Platform,
    PlatformAccount,
    ServiceArea,
    Volunteer,
)
from volunteers.names import search_keys
from volunteers.numbers import make_number
from volunteers.queries.registry import ORDER

STATEMENTS = Path(__file__).with_suffix(".sql")
LARGEST, TIMES = 5_000_000, 10
SURNAMES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅春红建国文志辉晓东海燕雪婷宇浩博佳琪思远嘉欣怡然"
COUNTY, PROVINCE = "500153", "500000"
NUMBERED = (Volunteer, PlatformAccount, Consent, ServiceArea)
# Ten times the people: what walks an index costs the same, and what is found more often costs a little more.
LIST_LIMIT, SEARCH_LIMIT = 1.5, 3.0
QUESTIONS = {
    "county's list": ("", LIST_LIMIT),
    "county's list, filtered": ("skill=law&dialect=hakka&age=18_34", LIST_LIMIT),
    "county's list, to be checked": ("state=claimed", LIST_LIMIT),
    "county's list, across the border": ("cross_region=true", LIST_LIMIT),
    "serving here": ("whose=serving", SEARCH_LIMIT),
    "search by name": ("q=张伟芳", SEARCH_LIMIT),
    "search by pinyin": ("q=zhangweifang", SEARCH_LIMIT),
    "search by initials": ("q=zwf", SEARCH_LIMIT),
    "search by the end of a mobile": ("q=1234", SEARCH_LIMIT),
    "search by the end of a mobile and name": ("q=1234 张伟", SEARCH_LIMIT),
    "search by number": ("q={number}", SEARCH_LIMIT),
}


def run(rows: int) -> list[Result]:
    """``rows`` volunteers at most five million, beside a tenth of them."""
    prepare()
    many = min(rows, LARGEST)
    county = logger(Region.objects.get(pk=COUNTY), username="bench-registry")
    office = person(Role.PROVINCIAL_OFFICE, Region.objects.get(pk=PROVINCE), username="bench-registry-office")
    measured = []
    for count in (many // TIMES, many):
        generate(count)
        measured.append(_measure(county, office))
    few, all_of_them = measured
    return [
        Result(f"{name}, {many:,} volunteers", all_of_them[name], f"{many // TIMES:,}", few[name], "ms", limit)
        for name, limit in _limits().items()
    ]


def prepare() -> None:
    """The platforms and texts that volunteers need."""
    call_command("load_registry", verbosity=0)


def generate(count: int) -> None:
    """Fill the registry up to ``count`` volunteers; history and other triggers are off meanwhile."""
    last = Volunteer.objects.aggregate(last=Max("pk"))["last"] or 0
    values = {
        "first": last + 1,
        "last": count,
        "tail": [vault.tail_index(f"{tail:04d}") for tail in range(10_000)],
        "text": ConsentText.objects.filter(purpose="share").values_list("pk", flat=True).first(),
        "surname_count": len(SURNAMES),
        "given_count": len(GIVEN),
        **{row.code.removeprefix("wenming-"): row.pk for row in Platform.objects.all()},
    }
    text = STATEMENTS.read_text(encoding="utf-8")
    for name, characters in (("surnames", SURNAMES), ("given", GIVEN)):
        words = ", ".join(f"({n}, '{one}', '{search_keys(one * 2).split()[0]}')" for n, one in enumerate(characters))
        text = text.replace(f"%({name})s", words)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(text, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
    count_anew(FACTS["volunteer"])
    fold_deltas()
    vacuum()


def _limits():
    more = {"province's list": LIST_LIMIT, "county's list, far back": LIST_LIMIT, "one registration": LIST_LIMIT}
    return {name: limit for name, (_query, limit) in QUESTIONS.items()} | more


def _measure(county, office):
    client, of_office = Client(), Client()
    client.force_login(county)
    of_office.force_login(office)
    number = _real_number(Volunteer.objects.filter(home=COUNTY).order_by("pk").last())
    found = {
        name: median_ms(lambda query=query: _page(client, query.format(number=number)))
        for name, (query, _limit) in QUESTIONS.items()
    }
    found["province's list"] = median_ms(lambda: _page(of_office, ""))
    deep = _far_back(county)
    found["county's list, far back"] = median_ms(lambda: _page(client, f"cursor={deep}"))
    found["one registration"] = _registration()
    return found


def _real_number(volunteer):
    """Those of the crowd have no check digit, which the search looks at."""
    number = make_number(volunteer.pk)
    Volunteer.objects.filter(pk=volunteer.pk).update(volunteer_no=number)
    return number


def _page(client, query):
    response = client.get(f"/volunteers/?{query}")
    if response.status_code != 200 or response.context["problems"]:
        raise RuntimeError(f"{query}: {response.status_code} {response.context['problems']}")
    return response


def _far_back(county):
    rows = Volunteer.objects.visible_to(county).at_home_with(county)
    offset = rows.filter(state="active").count() * 9 // 10
    last = rows.order_by(*ORDER)[offset - 2 : offset]
    return page_of(rows.filter(pk__in=[row.pk for row in last]), order=ORDER, size=1).later


def _registration():
    """The rows of one registration, with their constraints, indexes and triggers; taken back each time."""
    portal, serial = Platform.objects.get(code="portal"), itertools.count()
    text = ConsentText.objects.filter(purpose="keep").first()

    def register():
        with transaction.atomic():
            key = f"199{next(serial):08d}"
            volunteer = Volunteer.objects.create(volunteer_no=f"9{key}", home_id=COUNTY, registered_through=portal)
            Identity.objects.create(
                volunteer=volunteer, name="张伟芳", name_keys="zhangweifang zwf", document_kind="passport",
                document=vault.seal("document", key), document_index=vault.blind_index("document", key),
                mobile=vault.seal("mobile", key), mobile_index=vault.blind_index("mobile", key),
                mobile_tail=vault.tail_index(key),
            )  # fmt: skip
            Consent.objects.create(volunteer=volunteer, purpose="keep", text=text, given_by="self")
            transaction.set_rollback(True)

    return median_ms(register, times=21)
