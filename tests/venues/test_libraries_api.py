import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.services import tokens
from tests import factories
from tests.venues.lending import borrowed, kept, moment, returned, take, three_libraries
from tests.venues.test_libraries_import import everything_kept
from venues.models import Library, LibraryDay, LibraryMovement

pytestmark = pytest.mark.django_db

PUSH = "/api/v1/library-movements/"
CARD = "510922199001011234"
LOAN = {
    "library": "RC", "number": "1", "kind": "borrowed", "at": "2025-03-01T09:30:05+08:00", "owner": "RC", "item": "B1",
    "home": "LC", "reader": CARD,
}  # fmt: skip
RETURN = {
    "library": "RC", "number": "2", "kind": "returned", "at": "2025-03-01T16:00:00+08:00", "owner": "RC", "item": "B1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def libraries(db):
    return three_libraries()


@pytest.fixture
def headers(libraries):
    """A system of 荣昌, with a token for that county."""
    county = libraries[0].region
    return bearer(factories.person(Role.API_CLIENT, county), [county])


def bearer(user, places, **options):
    _token, secret = tokens.issue_token(
        actor=factories.person(Role.SECURITY_ADMINISTRATOR), user=user, purpose="lending", places=places,
        expires_at=timezone.now() + dt.timedelta(days=9), **({"may_write": True} | options),
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


def push(client, headers, *rows, **more):
    return client.post(PUSH, {"transactions": rows, **more}, content_type="application/json", headers=headers)


def verdicts(answer):
    return [(row["verdict"], [error["code"] for error in row["errors"]]) for row in answer.json()["results"]]


def test_each_transaction_of_a_push_gets_a_verdict_and_the_totals_add_up(client, headers):
    take(borrowed(Library.objects.get(code="RC"), "0", moment("2025-02-01"), "B0"))
    answer = push(
        client,
        headers,
        LOAN,
        RETURN,
        LOAN | {"at": "2025-03-01T01:30:05Z"},
        LOAN | {"item": "B9"},
        LOAN | {"library": "LC", "number": "3"},
        LOAN | {"number": "4", "item": "B0"},
        LOAN | {"number": "5", "reader": ""},
    )
    assert answer.status_code == 200
    assert verdicts(answer) == [
        ("new", []),
        ("new", []),
        ("same", []),
        ("error", ["transaction_differs"]),
        ("error", ["library_out_of_reach"]),
        ("aside", ["borrowed_twice"]),
        ("error", ["cell_empty"]),
    ]
    assert answer.json()["totals"] == {"received": 7, "new": 2, "same": 1, "aside": 1, "error": 3, "taken_up": 0}
    assert CARD not in answer.text
    again = push(client, headers, LOAN, RETURN)
    assert verdicts(again) == [("same", []), ("same", [])]
    assert LibraryMovement.objects.count() == 4


def test_the_missing_transaction_takes_up_what_was_kept_aside(client, headers):
    assert verdicts(push(client, headers, RETURN)) == [("aside", ["returned_before_borrowed"])]
    answer = push(client, headers, LOAN)
    assert answer.json()["totals"]["taken_up"] == 1
    assert set(kept()["asides"].values()) == {""}


def test_a_push_says_what_its_days_had(client, headers):
    declared = [
        {"library": "RC", "day": "2025-03-01", "transactions": 2},
        {"library": "RC", "day": "2025-03-02", "transactions": 0},
        {"library": "LC", "day": "2025-03-01", "transactions": 2},
        {"library": "RC", "day": "2021-01-01", "transactions": 2},
    ]
    days = push(client, headers, LOAN, days=declared).json()["days"]
    assert [(day["held"], day["complete"]) for day in days[:2]] == [(1, False), (0, True)]
    assert [day["errors"][0]["code"] for day in days[2:]] == ["library_unknown", "not_a_member_then"]
    assert push(client, headers, RETURN, days=declared[:1]).json()["days"][0]["complete"]
    assert LibraryDay.objects.count() == 2


def test_a_pushed_number_of_a_reader_is_kept_nowhere(client, headers, caplog):
    push(client, headers, LOAN, LOAN | {"number": "2", "at": "never"}, {"reader": CARD})
    assert not [text for text in everything_kept() if CARD in text]
    assert CARD not in caplog.text
    client.get(PUSH + "?reader=" + CARD, headers=headers)  # refused, and its query is in no log
    assert CARD not in caplog.text


@pytest.mark.parametrize(
    "row",
    [
        "text",
        None,
        {"library": 7},
        LOAN | {"at": 20250301},
        LOAN | {"colour": "red"},
        LOAN | {"item": "\ud800"},
        LOAN | {"kind": "\ud800"},
        LOAN | {"number": "\u0000"},
        {},
    ],
)
def test_a_row_that_is_none_is_an_error_and_stops_no_other(client, headers, row):
    answer = push(client, headers, row, LOAN)
    assert [verdict for verdict, _codes in verdicts(answer)] == ["error", "new"]


def test_a_batch_has_its_limits(client, headers):
    answer = push(client, headers, *([{}] * 5001))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "max_length")
    assert client.post(PUSH, {"rows": []}, content_type="application/json", headers=headers).status_code == 400
    assert push(client, headers).json()["totals"]["received"] == 0


def test_five_thousand_transactions_take_the_queries_of_one(client, headers, django_assert_max_num_queries):
    rows = [LOAN | {"number": str(number), "item": f"B{number}"} for number in range(5000)]
    with django_assert_max_num_queries(40):
        answer = push(client, headers, *rows)
    assert answer.json()["totals"]["new"] == 5000


def test_who_keeps_no_library_pushes_nothing(client, libraries):
    reader = bearer(factories.person(Role.API_CLIENT, libraries[0].region), [libraries[0].region], may_write=False)
    assert push(client, reader, LOAN).status_code == 403
    elsewhere = bearer(factories.person(Role.API_CLIENT, libraries[0].region), [libraries[2].region])
    assert push(client, elsewhere, LOAN).status_code == 403
    client.force_login(factories.person(Role.AUDITOR))
    assert push(client, {}, LOAN).status_code == 403


def test_transactions_are_read_by_those_who_keep_the_library(client, headers, libraries):
    rongchang, _hechuan, longchang = libraries
    take(borrowed(rongchang, "1", moment("2025-03-01")), returned(longchang, "1", moment("2025-03-01"), "B7"))
    found = client.get(PUSH, headers=headers).json()["results"]
    assert [(row["library"], row["number"], row["aside"]) for row in found] == [("RC", "1", "")]
    assert "reader" not in found[0]
    client.force_login(factories.logger(longchang.region))
    assert [row["aside"] for row in client.get(PUSH, {"aside": "true"}).json()["results"]] == [
        "returned_before_borrowed"
    ]
    assert client.get(PUSH, {"aside": "perhaps"}).status_code == 400
    client.force_login(factories.person(Role.AUDITOR))
    assert len(client.get(PUSH).json()["results"]) == 2
    client.force_login(factories.person())
    assert client.get(PUSH).json()["results"] == []


def test_a_library_is_registered_and_changed_over_the_api(client, headers, libraries):
    data = {"code": "RC-02", "name": "荣昌区少儿图书馆", "region": "500153", "source": "公告", "since": "2025-01-31"}
    made = client.post("/api/v1/libraries/", data, content_type="application/json", headers=headers)
    assert made.status_code == 201
    address = f"/api/v1/libraries/{made.json()['id']}/"
    left = client.patch(address, {"until": "2025-12-31"}, content_type="application/json", headers=headers)
    assert left.json()["until"] == "2025-12-31"
    assert client.get(address, headers=headers).json()["name"] == "荣昌区少儿图书馆"
    foreign = client.post(
        "/api/v1/libraries/", data | {"region": "511083"}, content_type="application/json", headers=headers
    )
    assert foreign.status_code == 400
    other = f"/api/v1/libraries/{libraries[2].pk}/"
    assert client.get(other, headers=headers).status_code == 404
    assert client.patch(other, {"name": "x"}, content_type="application/json", headers=headers).status_code == 404


def test_figures_flows_days_and_series_over_the_api(client, libraries):
    rongchang, _hechuan, longchang = libraries
    take(
        borrowed(rongchang, "1", moment("2025-03-01")),
        returned(longchang, "1", moment("2025-03-02"), owner=rongchang),
    )
    client.force_login(factories.logger(rongchang.region))
    figures = client.get("/api/v1/libraries/figures/", {"from": "2025-03", "to": "2025-04"}).json()
    assert (figures["loans"], figures["cross_province_returns"], figures["items_elsewhere"]) == (1, 1, 1)
    of_longchang = client.get("/api/v1/libraries/figures/", {"from": "2025-03", "region": "511083"}).json()
    assert (of_longchang["loans"], of_longchang["returns"]) == (0, 1)
    flows = client.get("/api/v1/libraries/flows/", {"from": "2025-03", "level": "province"}).json()
    assert [(flow["source"], flow["target"], flow["moved"]) for flow in flows["flows"]] == [
        ("500000", "510000", 1),
        ("500000", "500000", 0),
    ]
    days = client.get(f"/api/v1/libraries/{longchang.pk}/days/", {"from": "2025-03-01", "to": "2025-03-02"}).json()
    assert [(day["day"], day["returned"]) for day in days] == [("2025-03-02", 1), ("2025-03-01", 0)]
    series = client.get("/api/v1/libraries/series/").json()
    assert [(row["published"], row["known"]) for row in series] == [(129, 3), (174, 3), (249, 3)]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("figures/?from=2025", "month_unknown"),
        ("figures/?from=2025-03&to=2025-01", "period_reversed"),
        ("figures/?level=county", "unknown_parameter"),
        ("flows/?level=belt", "invalid_choice"),
        ("flows/?region=999999", "invalid_choice"),
        ("series/?x=1", "unknown_parameter"),
        ("?colour=red", "unknown_parameter"),
        ("?province=900000", "invalid_choice"),
    ],
)
def test_what_is_not_understood_is_refused(client, address, code):
    client.force_login(factories.person(Role.CORRIDOR_OFFICE))
    answer = client.get(f"/api/v1/libraries/{address}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_a_token_of_a_place_sees_the_flow_that_touches_its_place(client, headers, libraries):
    rongchang, hechuan, longchang = libraries
    take(
        borrowed(hechuan, "1", moment("2025-03-01"), "H"),
        returned(longchang, "1", moment("2025-03-02"), "H", owner=hechuan),
        borrowed(rongchang, "1", moment("2025-03-01"), "R", home=longchang),
    )
    found = client.get("/api/v1/libraries/flows/?from=2025-03&level=library", headers=headers).json()["flows"]
    assert [(flow["source"], flow["target"]) for flow in found] == [("LC", "RC")]
