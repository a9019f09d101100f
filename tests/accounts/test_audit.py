import csv
import datetime as dt
import io

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, AuditEntry, Role
from accounts.queries import timeline
from accounts.services.audit import record_act
from belts.models import Region
from core.history import because
from tests import factories

pytestmark = pytest.mark.django_db

REGIONS = "belts_regionhistoryevent"


@pytest.fixture
def auditor(client):
    person = factories.person(Role.AUDITOR)
    client.force_login(person)
    return person


@pytest.fixture
def someone():
    return factories.person(username="li.na", name="李娜")


@pytest.fixture
def renamed(someone):
    """A county that 李娜 renamed, for a reason, in a request."""
    with pghistory.context(user=someone.pk, request="request-1"):
        region = factories.CountyFactory(name="旧名")
        with because("国务院批复"):
            Region.objects.filter(pk=region.pk).update(name="新名")
    return region


def lines(client, **query):
    return list(client.get(reverse("accounts:audit"), query).context["page"])


def test_a_change_says_who_what_before_and_after_and_why(client, auditor, renamed):
    (line,) = lines(client, what=REGIONS, action="update")
    assert (line.who_name, line.row, line.reason, line.request) == (
        "李娜 (li.na)",
        renamed.pk,
        "国务院批复",
        "request-1",
    )
    assert [(change.field, change.before, change.after) for change in line.changes] == [("name", "旧名", "新名")]
    page = client.get(reverse("accounts:audit"), {"what": REGIONS, "action": "update"})
    assert "<del>旧名</del>" in page.text


@pytest.mark.usefixtures("auditor")
def test_people_places_and_posts_are_named_beside_their_key(client):
    county = factories.CountyFactory(name="荣昌区")
    factories.logger(county, name="样例登记员")
    (line,) = lines(client, what="accounts_postholdinghistoryevent", action="insert")[:1]
    said = {change.field: change.after for change in line.changes}
    assert said["holder"].startswith("样例登记员 (")
    assert said["post"].startswith("荣昌区 · ")
    assert "id" not in said


@pytest.mark.usefixtures("auditor")
def test_filters_narrow_by_who_what_act_day_and_request(client, renamed, someone):
    record_act(actor=someone, action=Act.EXPORT, target="activities")
    with pghistory.context(user=someone.pk + 1000, request="request-2"):
        factories.CountyFactory()
    today = timezone.localdate()
    assert {line.label for line in lines(client, who="LI.NA")} == {"insert", "update", "export"}
    assert [line.label for line in lines(client, what=REGIONS, row=renamed.pk)] == ["update", "insert"]
    assert [line.label for line in lines(client, action="export")] == ["export"]
    assert {line.request for line in lines(client, request="request-1")} == {"request-1"}
    assert lines(client, what=REGIONS, to=str(today - dt.timedelta(days=1))) == []
    assert len(lines(client, what=REGIONS, **{"from": str(today)})) >= 3


@pytest.mark.usefixtures("auditor")
@pytest.mark.parametrize(
    ("query", "field"),
    [({"who": "nobody.at.all"}, "who"), ({"what": "pg_user"}, "what"), ({"from": "31.3.2025"}, "from")],
)
def test_a_wrong_filter_is_explained_and_shows_nothing(client, query, field):
    page = client.get(reverse("accounts:audit"), query)
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {field}
    assert not page.context["page"]


@pytest.mark.usefixtures("auditor")
@pytest.mark.parametrize("query", [{"colour": "red"}, {"cursor": "x"}, {"cursor": "WyJuIiwgMV0"}])
def test_an_address_nobody_gave_out_is_refused(client, query):
    assert client.get(reverse("accounts:audit"), query).status_code == 400


@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_forth_and_back_hold_every_line_once(auditor, renamed, size):
    for _number in range(4):
        record_act(actor=auditor, action=Act.EXPORT)
    whole = [(line.source, line.key) for line in timeline.page_of_lines(auditor, timeline.Search(), size=500)]
    seen, cursor, page = [], "", None
    while page is None or cursor:
        page = timeline.page_of_lines(auditor, timeline.Search(), cursor=cursor, size=size)
        seen += [(line.source, line.key) for line in page]
        cursor = page.later
    assert seen == whole
    back, cursor = [], page.earlier
    while cursor:
        page = timeline.page_of_lines(auditor, timeline.Search(), cursor=cursor, size=size)
        back = [(line.source, line.key) for line in page] + back
        cursor = page.earlier
    assert back == whole[: len(back)]
    assert len(whole) - len(back) <= size


@pytest.mark.usefixtures("auditor")
def test_the_page_takes_the_same_queries_for_more_rows(client):
    client.get(reverse("accounts:audit"))  # the session's first request writes its stamp
    counts = []
    for _round in range(2):
        factories.CountyFactory.create_batch(3)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("accounts:audit"), {"what": REGIONS})
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_holds_what_is_filtered_and_is_itself_an_act(client, auditor, renamed, file_format):
    query = {"what": REGIONS, "row": renamed.pk, "format": file_format}
    answer = client.get(reverse("accounts:audit_export"), query)
    body = b"".join(answer.streaming_content)
    entry = AuditEntry.objects.get(action=Act.EXPORT)
    assert (entry.actor, entry.target) == (auditor, "audit")
    assert renamed.pk in entry.reason
    if file_format == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert len(rows) == 3
        assert "旧名 → 新名" in rows[1][5]


def test_an_export_of_too_many_lines_is_refused(client, auditor, monkeypatch):
    monkeypatch.setattr("core.exports.MOST_ROWS", 2)
    monkeypatch.setattr("core.exports.refuse_more.__defaults__", (2,))
    assert client.get(reverse("accounts:audit_export")).status_code == 400


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_else_reads_the_audit_not_even_the_system_administrator(client, role):
    person = factories.person(role, factories.chongqing())
    client.force_login(person)
    for route in ("accounts:audit", "accounts:audit_export", "accounts:seals"):
        assert client.get(reverse(route)).status_code == 404
    assert len(timeline.page_of_lines(person, timeline.Search())) == 0
    assert not AuditEntry.objects.visible_to(person).exists()


def test_the_auditor_changes_nothing(auditor):
    from django.apps import apps

    for model in apps.get_models():
        manager = getattr(model, "objects", None)
        if model._meta.app_label in {"belts", "accounts", "activities"} and hasattr(manager, "manageable_by"):
            assert not manager.manageable_by(auditor).exists(), model
