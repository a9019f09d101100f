import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.services import tokens
from activities.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/api/v1/activities/"


@pytest.fixture
def own():
    return factories.CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def neighbour():
    return factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())


@pytest.fixture
def logger(client, own):
    person = factories.logger(own)
    client.force_login(person)
    return person


@pytest.fixture
def record(own, neighbour):
    """What a sender sends; a test changes what it is about."""
    return {
        "title": "“理响巴蜀”走进隆昌",
        "kind": "lecture",
        "task": "theory",
        "starts_on": "2025-03-18",
        "lead": {"region": "500153"},
        "partners": [{"region": "511083"}],
        "place": "石碾镇文化站",
        "speakers": [{"name": "张三"}],
    }


def send(client, data, method="post", url=URL, **headers):
    return getattr(client, method)(url, data, content_type="application/json", headers=headers)


def codes(response):
    return {(error["field"], error["code"]) for error in response.json()["errors"]}


def bearer(user, places, **options):
    _token, secret = tokens.issue_token(
        actor=factories.person(Role.SECURITY_ADMINISTRATOR), user=user, purpose="exchange", places=places,
        expires_at=timezone.now() + dt.timedelta(days=9), may_write=True, **options,
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


# --- lists ---


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_many_rows(client, logger, own, count, django_assert_num_queries):
    for _number in range(count):
        activity = factories.ActivityFactory(lead=own, partners=[factories.CountyFactory()])
        activity.teams.add(factories.TeamFactory())
        activity.speakers.create(name="张三")
    client.get(URL)

    # session, user, posts; rows, parties, their regions, teams, works, speakers
    with django_assert_num_queries(9):
        assert len(client.get(URL).json()["results"]) == count


def test_a_list_has_the_filters_of_the_page(client, logger, own, neighbour):
    joint = factories.ActivityFactory(lead=own, partners=[neighbour])
    factories.ActivityFactory(lead=own, kind="sport")

    answer = client.get(URL, {"kind": "lecture", "cross_province": "true", "region": "511083"}).json()

    assert [row["id"] for row in answer["results"]] == [joint.pk]
    row = answer["results"][0]
    assert (row["lead"]["region"], row["lead"]["region_name"]) == ("500153", "荣昌区")
    assert [party["region"] for party in row["partners"]] == ["511083"]
    assert row["cross_province"] is True
    assert row["touring"] is False


def test_pages_are_walked_by_their_links(client, logger, own):
    made = {factories.ActivityFactory(lead=own).pk for _number in range(5)}
    seen, url = [], f"{URL}?size=2&kind=lecture"
    while url:
        answer = client.get(url).json()
        seen += [row["id"] for row in answer["results"]]
        url = answer["next"]

    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("page=-1", None, "unknown_parameter"),
        ("kind=lectur", "kind", "invalid_choice"),
        ("size=0", "size", "invalid"),
        ("size=９", "size", "invalid"),
        ("cursor=xx", None, "bad_cursor"),
        ("from=1900-01-01", "from", "day_out_of_range"),
        ("to=2999-12-31", "to", "day_out_of_range"),
        ("from=2025-02-01&to=2025-01-01", "to", "period_reversed"),
        ("q=" + "讲" * 101, "q", "max_length"),
        ("team=9999999999999999999999", "team", "invalid_choice"),
    ],
)
def test_a_list_refuses_what_it_does_not_understand(client, logger, query, field, code):
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert codes(response) == {(field, code)}
    assert response.json()["request_id"] == response.headers["X-Request-Id"]


def test_the_refusal_names_the_words_allowed(client, logger):
    assert "mass_culture" in client.get(f"{URL}?kind=x").json()["errors"][0]["message"]
    assert "cross_province" in client.get(f"{URL}?x=1").json()["errors"][0]["message"]


def test_a_nul_character_is_refused(client, logger):
    assert client.get(f"{URL}?q=%00").status_code == 400


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "*/*"])
def test_an_export_is_the_filtered_rows_whatever_the_client_accepts(client, logger, own, accept):
    factories.ActivityFactory(lead=own, title="=1+1")
    factories.ActivityFactory(lead=own, kind="sport", title="体育")

    response = client.get(f"{URL}export/?kind=lecture", headers={"Accept": accept})

    body = b"".join(response.streaming_content).decode()
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "'=1+1" in body
    assert "体育" not in body


def test_an_export_may_be_a_spreadsheet(client, logger):
    response = client.get(f"{URL}export/?format=xlsx")
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(response.streaming_content).startswith(b"PK")
    response.close()


@pytest.mark.parametrize(
    ("query", "code"),
    [("format=pdf", "invalid_choice"), ("kind=x", "invalid_choice"), ("size=2", "unknown_parameter")],
)
def test_an_export_refuses_what_it_does_not_understand(client, logger, query, code):
    response = client.get(f"{URL}export/?{query}")
    assert response.status_code == 400
    assert {error["code"] for error in response.json()["errors"]} == {code}


# --- one record ---


def test_a_record_of_another_county_is_not_there(client, logger, neighbour):
    draft = factories.ActivityFactory(lead=neighbour)
    seen = factories.ActivityFactory(lead=neighbour, verified=True)

    assert client.get(f"{URL}{draft.pk}/").status_code == 404
    assert client.get(f"{URL}{seen.pk}/").status_code == 200
    assert send(client, {"version": 1, "title": "改"}, "patch", f"{URL}{seen.pk}/").status_code == 404
    for step in ("submit", "verify", "return", "reopen"):
        assert send(client, {"reason": "无"}, url=f"{URL}{draft.pk}/{step}/").status_code == 404
    assert codes(client.get(f"{URL}999999999999999999999/")) == {(None, "not_found")}


def test_a_record_is_logged(client, logger, record, neighbour):
    response = send(client, record)

    assert response.status_code == 201, response.json()
    activity = Activity.objects.get()
    assert (activity.origin, activity.state, activity.created_by) == ("api", "draft", logger)
    assert activity.lead.region_id == "500153"
    assert [party.region for party in activity.partners] == [neighbour]
    assert response.json() == client.get(f"{URL}{activity.pk}/").json()


def test_a_record_may_be_submitted_at_once(client, logger, record):
    assert send(client, record | {"submit": True}).json()["state"] == "submitted"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"kind": "meeting"}, "kind", "invalid_choice"),
        ({"title": ""}, "title", "invalid"),
        ({"title": "长" * 100_000}, "title", "max_length"),
        ({"title": "有\x00字"}, "title", "null_characters_not_allowed"),
        ({"title": "\ud800"}, "title", "invalid"),
        ({"starts_on": "1900-01-01"}, "starts_on", "day_unlikely"),
        ({"starts_on": "2025-03-18", "ends_on": "2025-03-17"}, "ends_on", "ends_before_start"),
        ({"audience": 5}, "audience_basis", "audience_basis_missing"),
        ({"audience": -1, "audience_basis": "counted"}, "audience", "invalid"),
        ({"audience": 10**30, "audience_basis": "counted"}, "audience", "invalid"),
        ({"lead": {"region": "511083"}}, "lead.region", "region_not_yours"),
        ({"lead": {"region": "000000"}}, "lead.region", "does_not_exist"),
        ({"lead": {"region": {"x": 1}}}, "lead.region", "does_not_exist"),
        ({"lead": None}, "lead", "invalid"),
        ({"partners": [{"region": "500153"}]}, "partners", "partner_is_lead"),
        ({"partners": [{"region": "511083", "role": "lead"}]}, "partners.0.role", "unknown_field"),
        ({"teams": [999]}, "teams", "invalid_choice"),
        ({"teams": [10**30]}, "teams.0", "invalid"),
        ({"teams": list(range(1, 100))}, "teams", "max_length"),
        ({"state": "verified"}, "state", "unknown_field"),
        ({"\ud800": 1}, "?", "unknown_field"),
    ],
)
def test_what_cannot_be_logged_says_where_and_changes_nothing(client, logger, record, change, field, code):
    response = send(client, record | change)

    assert response.status_code == 400, response.json()
    assert (field, code) in codes(response)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", "null", "1", '"x"', "[" * 50_000, "\xff", '{"title": NaN}', ""])
def test_a_body_that_is_no_record_is_refused(client, logger, body):
    response = client.post(URL, body.encode("latin-1"), content_type="application/json")
    assert response.status_code == 400, response.text
    assert response.json()["errors"]


def test_a_body_of_millions_of_characters_is_too_large(client, logger, record):
    response = send(client, record | {"title": "长" * 1_000_000})
    assert response.status_code == 413
    assert codes(response) == {(None, "too_large")}


def test_only_json_is_read(client, logger):
    assert codes(client.post(URL, {"title": "x"})) == {(None, "unsupported_media_type")}


# --- sent again ---


def test_the_same_id_of_the_same_source_is_the_same_record(client, logger, record):
    record |= {"source": "荣昌台账", "source_id": "A-1", "starts_on": "2025-03-18", "precision": "month"}
    first = send(client, record)
    again = send(client, record)
    changed = send(client, record | {"title": "改名", "speakers": []})

    assert (first.status_code, again.status_code, changed.status_code) == (201, 200, 200)
    assert first.json() == again.json()
    assert (changed.json()["id"], changed.json()["title"], changed.json()["speakers"]) == (
        first.json()["id"],
        "改名",
        [],
    )
    assert Activity.objects.count() == 1


def test_a_verified_record_may_be_sent_again_as_it_stands_but_not_changed(client, logger, record):
    record |= {"source": "荣昌台账", "source_id": "A-1"}
    key = send(client, record | {"submit": True}).json()["id"]
    reviewer = factories.reviewer(Activity.objects.get(pk=key).lead.region)
    client.force_login(reviewer)
    send(client, {}, url=f"{URL}{key}/verify/")
    client.force_login(logger)

    assert send(client, record | {"submit": True}).json()["state"] == "verified"
    refused = send(client, record | {"title": "改"})
    assert refused.status_code == 400
    assert codes(refused) == {(None, "not_editable")}


def test_an_id_that_another_county_sent_is_taken(client, logger, record, neighbour):
    factories.ActivityFactory(lead=neighbour, source="台账", source_id="A-1")

    assert codes(send(client, record | {"source": "台账", "source_id": "A-1"})) == {("source_id", "source_id_taken")}


def test_an_idempotency_key_makes_a_repeated_post_safe(client, logger, record):
    key = {"Idempotency-Key": str(uuid.uuid4())}

    first, again = send(client, record, **key), send(client, record, **key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert codes(send(client, record, **{"Idempotency-Key": "x"})) == {(None, "bad_key")}


# --- changes and steps ---


def test_a_change_says_which_version_it_saw(client, logger, own):
    url = f"{URL}{factories.ActivityFactory(lead=own).pk}/"

    assert codes(send(client, {"title": "改"}, "patch", url)) == {("version", "version_missing")}
    changed = send(client, {"version": 1, "title": "改"}, "patch", url)
    assert (changed.status_code, changed.json()["title"], changed.json()["version"]) == (200, "改", 2)
    stale = send(client, {"version": 1, "title": "又改"}, "patch", url)
    assert stale.status_code == 409
    assert {code for _field, code in codes(stale)} == {"stale"}
    assert send(client, {"version": 2, "submit": True}, "patch", url).status_code == 400


def test_a_record_goes_its_way(client, logger, record, own):
    url = f"{URL}{send(client, record).json()['id']}/"
    reviewer = factories.reviewer(own)

    assert send(client, {}, url=f"{url}submit/").json()["state"] == "submitted"
    assert send(client, {}, url=f"{url}verify/").status_code == 404  # a logger reviews nothing
    client.force_login(reviewer)
    assert codes(send(client, {}, url=f"{url}return/")) == {("reason", "required")}
    assert send(client, {"reason": "少人数"}, url=f"{url}return/").json()["state"] == "returned"
    client.force_login(logger)
    assert send(client, {}, url=f"{url}submit/").json()["state"] == "submitted"
    client.force_login(reviewer)
    assert send(client, {}, url=f"{url}verify/").json()["state"] == "verified"
    assert send(client, {}, url=f"{url}verify/").json()["state"] == "verified"
    assert send(client, {"reason": "核实"}, url=f"{url}reopen/").json()["state"] == "reopened"


def test_nobody_verifies_their_own(client, own):
    both = factories.logger(own)
    post = factories.reviewer(own).holdings.get().post
    post.holdings.create(user=both, since=dt.date(2020, 1, 1))
    client.force_login(both)
    activity = factories.ActivityFactory(lead=own, state="submitted", created_by=both, submitted_by=both)

    assert codes(send(client, {}, url=f"{URL}{activity.pk}/verify/")) == {(None, "own_record")}


# --- tokens ---


def test_a_token_writes_only_within_its_places(client, own, neighbour, record):
    system = factories.person(Role.API_CLIENT, own)
    other = factories.person(Role.API_CLIENT, neighbour).holdings.get().post
    other.holdings.create(user=system, since=dt.date(2020, 1, 1))
    headers = bearer(system, [own])
    theirs = factories.ActivityFactory(lead=neighbour, partners=[own], created_by=system)

    assert send(client, record, **headers).status_code == 201
    refused = send(client, record | {"lead": {"region": "511083"}, "partners": []}, **headers)
    assert codes(refused) == {("lead.region", "region_not_yours")}
    changed = send(client, {"version": 1, "title": "改"}, "patch", f"{URL}{theirs.pk}/", **headers)
    assert changed.status_code == 404
    team = factories.TeamFactory(home_region=neighbour)
    assert send(client, {"name": "改"}, "patch", f"/api/v1/teams/{team.pk}/", **headers).status_code == 404
    new_team = {"name": "队", "kind": "folk", "home_region": "511083", "since": "2025-01-01"}
    assert send(client, new_team, url="/api/v1/teams/", **headers).status_code == 400


def test_nobody_gets_anything_without_signing_in(client, record):
    for response in (client.get(URL), send(client, record), client.get(f"{URL}export/")):
        assert response.status_code == 401
        assert {code for _field, code in codes(response)} == {"not_authenticated"}
