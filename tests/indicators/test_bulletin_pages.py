"""The pages of bulletins and their REST twin: who sees what, what each step answers, files with the issued digest."""

import hashlib

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from core.papers import typesetting
from indicators.models import Bulletin
from tests import factories
from tests.indicators.bulletin_world import MARCH, bulletin, offices

pytestmark = pytest.mark.django_db
TEXTS = {"title": "2025年3月工作情况", "organ": "重庆市文明办", "headline": "改过的一段。", "text": "又一段。"}


@pytest.fixture
def people():
    return offices()


@pytest.fixture
def county():
    return factories.logger(factories.CountyFactory(code="500153", name="荣昌区"))


def post(client, person, route, row, **data):
    client.force_login(person)
    return client.post(reverse(f"indicators:{route}", args=[row.pk]), data, follow=True)


def test_from_the_wish_to_the_issue_by_hand(client, people, county):
    client.force_login(people["corridor"])
    response = client.post(reverse("indicators:bulletins"), {"period": MARCH}, follow=True)
    assert "being counted" in response.content.decode()
    from indicators.services.bulletin_drawing import draw_owed_bulletins

    draw_owed_bulletins()
    row = Bulletin.objects.get()
    page = client.get(row.get_absolute_url()).content.decode()
    assert "2025年3月" in page
    assert "Edit" in page
    page = post(client, people["sichuan"], "edit_bulletin", row, **TEXTS, version=row.version).content.decode()
    assert "Two others approve it now." in page
    assert "改过的一段。" in page
    for who in ("chongqing", "corridor"):
        row.refresh_from_db()
        assert "Approved." in post(client, people[who], "approve_bulletin", row, version=row.version).content.decode()
    assert client.get(reverse("indicators:bulletin_pdf", args=[row.pk])).status_code == 200
    client.force_login(county)
    assert client.get(row.get_absolute_url()).status_code == 404
    row.refresh_from_db()
    page = post(client, people["second"], "issue_bulletin", row, version=row.version).content.decode()
    assert "Issued." in page
    row.refresh_from_db()
    client.force_login(county)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "number 1" in page
    assert row.pdf_digest in page
    assert "Its way so far" not in page, "names of the offices' people stay with the offices"
    for suffix in ("pdf", "docx"):
        made = client.get(reverse(f"indicators:bulletin_{suffix}", args=[row.pk]))
        assert hashlib.sha256(made.content).hexdigest() == getattr(row, f"{suffix}_digest")


def test_a_wrong_period_stays_in_its_form(client, people):
    client.force_login(people["corridor"])
    response = client.post(reverse("indicators:bulletins"), {"period": "2025-13"})
    assert "A period looks like" in response.content.decode()
    assert not Bulletin.objects.exists()


def test_a_stale_text_is_shown_again_with_what_is_wrong(client, people):
    row = bulletin(MARCH)
    response = post(client, people["sichuan"], "edit_bulletin", row, **TEXTS, version=row.version + 1)
    text = response.content.decode()
    assert "Somebody changed this" in text
    assert "改过的一段。" in text
    row.refresh_from_db()
    assert row.state == "draft"


def test_returning_needs_a_reason_and_who_wrote_has_no_button(client, people):
    row = bulletin(MARCH, "edited", [people["sichuan"]])
    text = post(client, people["chongqing"], "return_bulletin", row, version=row.version, reason="").content.decode()
    assert "This field is required" in text
    client.force_login(people["sichuan"])
    approve = reverse("indicators:approve_bulletin", args=[row.pk])
    assert approve not in client.get(row.get_absolute_url()).content.decode()
    assert "You wrote in this text" in post(client, people["sichuan"], "approve_bulletin", row).content.decode()
    text = post(
        client, people["chongqing"], "return_bulletin", row, version=row.version, reason="改数"
    ).content.decode()
    assert "Returned." in text
    assert "改数" in text


def test_an_approved_text_is_not_edited(client, people):
    row = bulletin(MARCH, "approved_once", [people["sichuan"], people["chongqing"]])
    client.force_login(people["corridor"])
    response = client.get(reverse("indicators:edit_bulletin", args=[row.pk]), follow=True)
    assert "Return it first" in response.content.decode()


def test_without_typefaces_a_sentence(client, people, settings, tmp_path):
    row = bulletin(MARCH)
    typesetting._fonts.cache_clear()
    settings.FONT_DIR = tmp_path
    client.force_login(people["corridor"])
    response = client.get(reverse("indicators:bulletin_pdf", args=[row.pk]), follow=True)
    assert "typefaces" in response.content.decode()
    typesetting._fonts.cache_clear()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(client, people, django_assert_num_queries, count):
    trio = [people[name] for name in ("sichuan", "chongqing", "corridor")]
    rows = [bulletin(f"2025-0{month}", "issued", trio) for month in range(1, count + 1)]
    client.force_login(people["corridor"])
    client.get("/")  # a request of its own may count the session's age
    with django_assert_num_queries(5):
        client.get(reverse("indicators:bulletins"))
    with django_assert_num_queries(7):
        client.get(rows[0].get_absolute_url())
    api = APIClient()
    api.force_authenticate(people["corridor"])
    with django_assert_num_queries(2):
        api.get(reverse("api:bulletin-list"))


def test_rest_lists_reads_and_gives_the_files(people, county):
    trio = [people[name] for name in ("sichuan", "chongqing", "corridor")]
    issued, draft = bulletin("2025-01", "issued", trio), bulletin("2025-02")
    api = APIClient()
    api.force_authenticate(county)
    [row] = api.get(reverse("api:bulletin-list")).json()["results"]
    assert (row["period"], row["number"]) == ("2025-01", 90)
    assert "figures" not in row
    detail = api.get(reverse("api:bulletin-detail", args=[issued.pk])).json()
    lectures = next(figure for figure in detail["figures"] if figure["name"] == "lectures")
    assert (lectures["value"], lectures["phrase"]) == (31_704, "3万余场")
    assert [table["by"] for table in detail["tables"]] == ["belt", "province", "county"]
    assert api.get(reverse("api:bulletin-pdf", args=[issued.pk])).content.startswith(b"%PDF")
    assert api.get(reverse("api:bulletin-docx", args=[issued.pk])).content.startswith(b"PK")
    assert api.get(reverse("api:bulletin-detail", args=[draft.pk])).status_code == 404
    refused = api.get(reverse("api:bulletin-list"), {"kinds": "year"})
    assert refused.json()["errors"][0]["code"] == "unknown_parameter"
    assert api.get(reverse("api:bulletin-list"), {"kind": "year"}).json()["results"] == []
    owed = Bulletin.objects.create(kind="year", period="2023", first_day=draft.first_day, last_day=draft.last_day)
    api.force_authenticate(people["corridor"])
    assert api.get(reverse("api:bulletin-pdf", args=[owed.pk])).status_code == 404
