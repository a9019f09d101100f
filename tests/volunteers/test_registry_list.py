"""The list of volunteers: what is found, who is shown, how, and by how many queries."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Role
from tests import factories
from tests.volunteers.factories import DisclosureFactory, ServiceAreaFactory, VolunteerFactory
from tests.volunteers.registry_world import account, counties, office, platforms, somebody
from volunteers.models import Transfer

pytestmark = pytest.mark.django_db
PAGE, API = "/volunteers/", "/api/v1/volunteers/"


@pytest.fixture
def places():
    return counties()


@pytest.fixture
def staff(client, places):
    user = factories.logger(places["own"])
    client.force_login(user)
    return user


def found(client, query=""):
    """The numbers that page and API show, which are the same."""
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    rows = [str(volunteer) for volunteer in page.context["page"].rows]
    answer = client.get(f"{API}?{query}")
    if page.context["problems"]:
        assert answer.status_code == 400, query
        return page.context["problems"]
    assert [row["volunteer_no"] for row in answer.json()["results"]] == rows
    return rows


def numbers(*volunteers):
    return [str(row) for row in sorted(volunteers, key=lambda row: (row.registered_on, row.pk), reverse=True)]


def test_names_are_masked_and_numbers_are_not_there(client, staff, places):
    volunteer = somebody("张伟", places["own"], mobile="13812341234")
    page = client.get(PAGE).content.decode()
    answer = client.get(API).content.decode()
    for text in (page, answer):
        assert str(volunteer) in text
        assert "张*" in text
        assert "张伟" not in text
        assert "1234" not in text.replace(str(volunteer), "")


@pytest.mark.parametrize(
    "text", ["张伟", "zhangwei", "ZW", "１２３４", "1234 张伟", "zhangwei 1234", "ouyang", "欧阳娜娜", "oynn"]
)
def test_a_search_finds_by_name_pinyin_initials_and_tail(client, staff, places, text):
    one = somebody("张伟", places["own"], mobile="13812341234")
    two = somebody("欧阳娜娜", places["own"], mobile="13800005678")
    somebody("李四光", places["own"])
    wanted = {"欧阳娜娜": [two], "oynn": [two], "ouyang": []}.get(text, [one])
    assert found(client, f"q={text}") == numbers(*wanted)


def test_a_number_finds_the_registration_that_it_stands_for(client, staff, places):
    kept = somebody("张伟", places["own"])
    alias = VolunteerFactory(
        home=places["own"], state="merged", merged_into=kept, ended_on=timezone.localdate(), identity=False
    )
    spaced = f"{alias}"[:4] + " " + f"{alias}"[4:8] + "-" + f"{alias}"[8:]
    for text in (kept, alias, spaced):
        assert found(client, f"q={text}") == [str(kept)]
    assert client.get(alias.get_absolute_url()).url == kept.get_absolute_url()


@pytest.mark.parametrize("text", ["张", "z", "13812341234", "123", "500153199001010006", "111111111111"])
def test_a_search_that_says_too_little_or_too_much_is_refused(client, staff, text):
    [problem] = found(client, f"q={text}")
    assert problem.startswith("Search: ")


def test_a_search_also_finds_who_serves_here(client, staff, places):
    here = somebody("张伟", places["own"])
    guest = somebody("张伟", places["other"], serves_in=[places["own"]])
    across = somebody("张伟", places["neighbour"], serves_in=[places["own"]], shares=True)
    somebody("张伟", places["neighbour"], serves_in=[places["own"]])  # did not agree
    somebody("张伟", places["neighbour"], shares=True)  # does not serve here
    assert found(client, "q=张伟") == numbers(here, guest, across)
    assert found(client) == found(client, "whose=home") == numbers(here)
    assert found(client, "whose=serving") == numbers(guest, across)
    assert found(client, "whose=all") == numbers(here, guest, across)


def test_who_is_shown_across_the_border_stands_in_the_log_of_transfers(client, staff, places):
    across = somebody("张伟", places["neighbour"], serves_in=[places["own"]], shares=True)
    somebody("张伟", places["own"])
    client.get(PAGE)
    assert not Transfer.objects.exists()
    client.get(f"{PAGE}?whose=serving")
    client.get(across.get_absolute_url())
    lines = Transfer.objects.order_by("pk")
    assert [(row.kind, row.from_province_id, row.to_province_id, row.people) for row in lines] == [
        ("page", "510000", "500000", 1)
    ] * 2
    assert {row.user for row in lines} == {staff}


def test_filters(client, staff, places):
    known = platforms()
    old = somebody(
        "甲甲", places["own"], birth_year=timezone.localdate().year - 70, skills=["law", "care"], times=["weekends"],
        registered_on=dt.date(2024, 7, 1), registered_through=known["xingrong"],
    )  # fmt: skip
    young = somebody(
        "乙乙", places["own"], birth_year=timezone.localdate().year - 20, dialects=["hakka"], skills=["law"]
    )
    claimed = somebody("丙丙", places["own"], state="claimed")
    VolunteerFactory(home=places["own"], state="erased", ended_on=timezone.localdate(), identity=False)
    account(young, known["jinbu"])
    mover = somebody("丁丁", places["own"], serves_in=[places["neighbour"]])
    everybody = (old, young, claimed, mover)
    expected = {
        "": everybody, "age=60_on": [old], "age=60_on,18_34": [old, young], "skill=law": [old, young],
        "skill=law,care": [old], "time=weekends": [old], "dialect=hakka": [young], "state=claimed": [claimed],
        "platform=wenming-jinbu": [young], "through=wenming-xingrong": [old], "serves_in=511083": [mover],
        "cross_region=true": [old, mover], "cross_region=false": [young, claimed], "from=2025-01-01": everybody[1:],
        "to=2024-07-01": [old], "region=500153": everybody, "region=500101": [], "province=500000": everybody,
        "belt=south": everybody, "corridor=false": [],
    }  # fmt: skip
    assert {query: found(client, query) for query in expected} == {
        query: numbers(*rows) for query, rows in expected.items()
    }


def test_an_erased_person_has_no_name(client, staff, places):
    gone = VolunteerFactory(home=places["own"], state="erased", ended_on=timezone.localdate(), identity=False)
    assert found(client, "state=erased") == [str(gone)]
    assert "—" in client.get(f"{PAGE}?state=erased").content.decode()
    assert client.get(gone.get_absolute_url()).status_code == 200


def test_pages_follow_each_other(client, staff, places):
    rows = [somebody("张伟", places["own"], registered_on=dt.date(2025, 1, day)) for day in range(1, 8)]
    seen, url = [], f"{API}?size=3"
    while url:
        answer = client.get(url).json()
        seen += [row["volunteer_no"] for row in answer["results"]]
        url = answer["next"]
    assert seen == numbers(*rows)


@pytest.mark.parametrize("role", [Role.CORRIDOR_OFFICE, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.VOLUNTEER, None])
def test_who_reads_no_people_gets_no_list(client, role):
    client.force_login(factories.person(role))
    assert client.get(PAGE).status_code == client.get(API).status_code == 403
    assert client.get(f"{PAGE}export/").status_code == 403


def test_a_provincial_office_lists_its_province(client, places):
    here = somebody("张伟", places["own"])
    there = somebody("张伟", places["other"])
    somebody("张伟", places["neighbour"])
    client.force_login(office(factories.chongqing()))
    assert found(client) == numbers(here, there)


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len([query for query in seen if not re.match(r"SAVEPOINT|RELEASE", query["sql"])])


@pytest.mark.parametrize("address", [PAGE, API, f"{PAGE}?q=张伟"])
def test_the_number_of_queries_does_not_grow(client, staff, places, address):
    known = platforms()
    account(somebody("张伟", places["own"]), known["jinbu"])
    client.get(address)
    few = queries_of(client, address)
    for _number in range(2):
        account(somebody("张伟", places["own"]), known["xingrong"])
    assert queries_of(client, address) == few <= 30


@pytest.mark.parametrize("start", [PAGE, API])
def test_the_page_of_one_asks_the_same_whatever_hangs_on_it(client, staff, places, start):
    known = platforms()
    volunteer = somebody("张伟", places["own"], serves_in=[places["neighbour"]])
    account(volunteer, known["jinbu"])
    address = f"{start}{volunteer}/"
    client.get(address)
    few = queries_of(client, address)
    for platform in known.values():
        account(volunteer, platform)
    for _number in range(2):
        ServiceAreaFactory(volunteer=volunteer, region=factories.CountyFactory())
        DisclosureFactory(volunteer=volunteer)
        VolunteerFactory(
            home=places["own"], state="merged", merged_into=volunteer, ended_on=timezone.localdate(), identity=False
        )
    assert queries_of(client, address) == few <= 30


def test_a_file_holds_exactly_what_is_filtered_and_says_what_for(client, staff, places):
    volunteer = somebody("张伟", places["own"], skills=["law"], mobile="13812341234")
    somebody("李四", places["own"])
    address = f"{PAGE}export/?q=张伟&skill=law"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"purpose": " ", "format": "csv"})
    assert refused.status_code == 200
    assert not AuditEntry.objects.filter(action="export").exists()
    response = client.post(address, {"purpose": "2026年表彰名单核对", "format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert str(volunteer) in lines[1]
    assert "张*" in lines[1]
    assert "2026年表彰名单核对" in lines[2]
    assert staff.name in lines[2]
    entry = AuditEntry.objects.get(action="export")
    assert (entry.actor, entry.reason) == (staff, "1 · 2026年表彰名单核对")
    assert "张伟" not in entry.target + "".join(lines)
    assert "1234" not in "".join(lines).replace(str(volunteer), "")


def test_a_file_of_people_across_the_border_is_a_transfer(client, staff, places):
    for _number in range(2):
        somebody("张伟", places["neighbour"], serves_in=[places["own"]], shares=True)
    client.post(f"{PAGE}export/?whose=serving", {"purpose": "联合活动分组", "format": "xlsx"}).getvalue()
    [line] = Transfer.objects.filter(kind="export")
    assert (line.people, line.from_province_id, line.to_province_id) == (2, "510000", "500000")


def test_too_many_people_for_one_file(client, staff, places, monkeypatch):
    monkeypatch.setattr("volunteers.exporting.registry.MOST_ROWS", 1)
    for _number in range(2):
        somebody("张伟", places["own"])
    response = client.post(f"{PAGE}export/", {"purpose": "核对名单", "format": "csv"})
    assert "at most" in response.content.decode()
    assert not AuditEntry.objects.filter(action="export").exists()
