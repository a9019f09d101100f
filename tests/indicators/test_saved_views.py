"""Tables that people keep: saved, shared, renamed, deleted; seen by their owner and, where shared, by staff."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from indicators.models import SavedView
from indicators.services import saved
from tests import factories
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db
QUERY = "measures=lectures&period=this_year&rows=belt&across=quarter"


@pytest.fixture
def owner():
    return office()


def kept(owner, title="按带", *, shared=False):
    return saved.save_view(actor=owner, title=title, query=QUERY, shared=shared)


def test_a_kept_table_is_opened_at_its_own_address(client, owner):
    places = corridor()
    factories.ActivityFactory(verified=True, lead=places["rongchang"])
    client.force_login(owner)
    response = client.post("/statistics/table/save/", {"title": " 按带 ", "query": QUERY})
    view = SavedView.objects.get()
    assert (response.status_code, response.url) == (302, view.get_absolute_url())
    assert (view.title, view.owner, view.shared, view.query) == ("按带", owner, False, QUERY)
    page = client.get(response.url)
    assert page.context["query"] == view.query
    assert "按带" in page.content.decode()


def test_the_question_is_kept_as_it_is_understood(client, owner):
    client.force_login(owner)
    client.post("/statistics/table/save/", {"title": "x", "query": "rows=belt&rows=&measures=teams&q=&top=5"})
    assert SavedView.objects.get().query == "measures=teams&rows=belt"


@pytest.mark.parametrize("query", ["rows=village", "county=1", "measures=audience", ""])
def test_a_wrong_question_is_not_kept(client, owner, query):
    client.force_login(owner)
    response = client.post("/statistics/table/save/", {"title": "x", "query": query})
    assert SavedView.objects.count() == (query == "")
    assert response.status_code == (302 if query == "" else 200)


def test_one_title_once_a_person(client, owner):
    kept(owner)
    kept(office())
    client.force_login(owner)
    page = client.post("/statistics/table/save/", {"title": "按带", "query": QUERY})
    assert "You have a table with this title already." in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=owner, title="按带", query=QUERY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=owner, title="", query=QUERY)


def test_a_person_keeps_so_many(owner, monkeypatch):
    monkeypatch.setattr(saved, "MOST_VIEWS", 1)
    kept(owner)
    with pytest.raises(ValidationError) as refusal:
        kept(owner, "another")
    assert refusal.value.code == "too_many_saved_views"


def test_others_see_what_is_shared_and_change_nothing(client, owner):
    view, staff, outsider = kept(owner), factories.person(Role.AUDITOR), factories.person(Role.VOLUNTEER)
    visible = lambda user: SavedView.objects.visible_to(user).exists()  # noqa: E731
    assert [visible(user) for user in (owner, staff, outsider)] == [True, False, False]
    saved.share_view(actor=owner, view=view, shared=True)
    assert [visible(user) for user in (owner, staff, outsider)] == [True, True, False]
    client.force_login(staff)
    page = client.get(view.get_absolute_url())
    assert page.context["change_form"] is None
    for name in ("change", "delete"):
        assert client.post(f"{view.get_absolute_url()}{name}/", {"title": "mine"}).status_code == 404
    saved.share_view(actor=owner, view=view, shared=False)
    assert client.get(view.get_absolute_url()).status_code == 404


def test_its_owner_renames_shares_and_deletes_it(client, owner):
    view = kept(owner)
    kept(owner, "taken")
    client.force_login(owner)
    client.post(f"{view.get_absolute_url()}change/", {"title": "按带按季", "shared": "on"})
    view.refresh_from_db()
    assert (view.title, view.shared) == ("按带按季", True)
    page = client.post(f"{view.get_absolute_url()}change/", {"title": "taken"})
    assert "with this title already" in page.content.decode()
    assert client.post(f"{view.get_absolute_url()}delete/").url == "/statistics/table/"
    assert not SavedView.objects.filter(pk=view.pk).exists()
    assert view.events.model.objects.filter(pgh_obj_id=view.pk).count() == 4


@pytest.mark.parametrize("query", ["measures=gone", "measures=lectures&brand=999"])
def test_a_table_whose_question_is_not_valid_any_more_is_renamed_and_deleted(client, owner, query):
    view = SavedView.objects.create(owner=owner, title="按带", query=query, shared=True)
    client.force_login(owner)
    page = client.get(view.get_absolute_url())
    text = page.content.decode()
    assert page.context["problems"]
    assert "Keep this table" not in text
    for name in ("change", "delete"):
        assert f'action="{view.get_absolute_url()}{name}/"' in text
    client.post(f"{view.get_absolute_url()}change/", {"title": "to be looked at"})
    view.refresh_from_db()
    assert (view.title, view.shared) == ("to be looked at", False)
    client.post(f"{view.get_absolute_url()}delete/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("views", [1, 3])
def test_the_list_of_kept_tables_is_one_query(client, owner, views):
    for number in range(views):
        kept(office(), f"table {number}", shared=True)
    client.force_login(owner)
    with CaptureQueriesContext(connection) as queries:
        client.get("/statistics/table/?rows=kind")
    assert sum("indicators_savedview" in query["sql"] for query in queries) == 1
    assert len(queries) <= 25


def test_saved_tables_over_rest(client, owner):
    client.force_login(owner)
    sent = {"title": "按带", "query": "rows=belt&measures=lectures&rows=", "shared": True}
    made = client.post("/api/v1/statistics/tables/", sent, content_type="application/json")
    assert (made.status_code, made.json()["query"]) == (201, "measures=lectures&rows=belt")
    address = f"/api/v1/statistics/tables/{made.json()['id']}/"
    assert client.get(made.json()["page"]).status_code == 200
    changed = client.patch(address, {"title": "各带"}, content_type="application/json").json()
    assert (changed["title"], changed["shared"], changed["mine"]) == ("各带", True, True)
    client.force_login(factories.person(Role.AUDITOR))
    assert [row["mine"] for row in client.get("/api/v1/statistics/tables/").json()["results"]] == [False]
    for call in (client.patch, client.delete):
        assert call(address, {}, content_type="application/json").status_code == 404
    client.force_login(owner)
    assert client.delete(address).status_code == 204
    wrong = client.post("/api/v1/statistics/tables/", sent | {"query": "rows=village"}, content_type="application/json")
    assert wrong.json()["errors"][0]["code"] == "unknown_dimension"


@pytest.mark.parametrize("views", [1, 3])
def test_the_list_over_rest_does_not_ask_for_each(client, owner, views):
    for number in range(views):
        kept(office(), f"table {number}", shared=True)
    client.force_login(owner)
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/statistics/tables/")
    assert sum("indicators_savedview" in query["sql"] for query in queries) == 1
    assert len(queries) <= 8
