import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import Act, AuditEntry, Role
from activities.models import Activity
from activities.queries import lists
from core import exports
from tests import factories

pytestmark = pytest.mark.django_db

LIST, CALENDAR, EXPORT = "/activities/", "/activities/calendar/", "/activities/export/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def office(client):
    person = factories.person(Role.CORRIDOR_OFFICE, name="张三")
    client.force_login(person)
    return person


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_rows(client, office, count, django_assert_num_queries):
    partner = factories.CountyFactory()
    for _number in range(count):
        factories.ActivityFactory(lead=factories.CountyFactory(), partners=[partner], place_region=partner)

    client.get(LIST)  # the first request of a session also writes it
    # session, user, posts, unread notices; belt, region, province, two more regions, brand, with_region of the panel;
    # rows, parties, their regions; count
    with django_assert_num_queries(15):
        response = client.get(LIST)

    assert response.text.count("<tr>") == count + 1


def test_htmx_gets_the_part_of_the_page_that_changes(client, office):
    factories.ActivityFactory(title="村晚联欢", kind="mass_culture")
    factories.ActivityFactory(title="理论宣讲")
    url = f"{LIST}?kind=mass_culture"

    page, fragment = client.get(url), client.get(url, headers={"HX-Request": "true"})

    assert fragment.text.strip() in page.text
    assert "村晚联欢" in fragment.text
    assert "理论宣讲" not in fragment.text
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]


def test_pages_follow_each_other_without_a_gap_and_keep_the_filters(client, office):
    made = [factories.ActivityFactory(starts_on=dt.date(2025, 3, 1 + number % 3)) for number in range(120)]
    factories.ActivityFactory(kind="sport")
    seen, url = [], f"{LIST}?kind=lecture"
    while url:
        page = client.get(url).context["page"]
        seen += [row.pk for row in page.rows]
        url = f"{LIST}?kind=lecture&cursor={page.later}" if page.later else ""

    assert sorted(seen) == sorted(row.pk for row in made)
    assert seen == sorted(seen, key=lambda pk: (Activity.objects.get(pk=pk).starts_on, pk), reverse=True)
    assert "kind=lecture&amp;cursor=" in client.get(f"{LIST}?kind=lecture").text


def test_nobody_sees_a_draft_of_another_county(client):
    mine, other = factories.CountyFactory(), factories.CountyFactory()
    factories.ActivityFactory(title="自己的草稿", lead=mine)
    factories.ActivityFactory(title="别人的草稿", lead=other)
    factories.ActivityFactory(title="别人已审核", lead=other, verified=True)
    client.force_login(factories.logger(mine))

    for address in (LIST, "/activities/print/", f"{CALENDAR}?month=2025-03"):
        page = client.get(address).text
        assert "自己的草稿" in page
        assert "别人已审核" in page
        assert "别人的草稿" not in page
    exported = b"".join(client.get(EXPORT).streaming_content).decode()
    assert "自己的草稿" in exported
    assert "别人的草稿" not in exported


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "unknown=1",
        "kind=lectur",
        "region=５００１５３",
        "from=1900-01-01",
        "to=2999-01-01",
        "from=２０２５年",
        "q=" + "讲" * 5000,
        "cursor=abc",
        "cursor=W10",
        "cursor=" + "A" * 5000,
        "team=99999999999999999999999",
        "brand=%F0%9F%8E%89",
        "state=merged",
    ],
)
def test_what_the_list_does_not_understand_is_said_and_shows_no_rows(client, office, query):
    factories.ActivityFactory(title="不应出现")

    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert response.context["problems"]
    assert 'role="alert"' in response.text
    assert "不应出现" not in response.text


@pytest.mark.parametrize("query", ["q=🎉𬭎", "q=<script>alert(1)</script>", "q=' OR 1=1 --", "from=２０２５-０１-０１"])
def test_odd_text_is_only_text(client, office, query):
    response = client.get(LIST, {"q": query.removeprefix("q=")} if query.startswith("q=") else {}, query_params=None)

    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_a_nul_character_is_refused(client, office):
    assert client.get(f"{LIST}?q=%00").status_code == 400


def test_an_empty_list_says_which_filter_hides_its_rows(client, office):
    factories.ActivityFactory(kind="lecture")

    page = client.get(f"{LIST}?kind=sport&from=2025-01-01&to=2025-12-31")

    assert [(way["text"], way["count"], way["removed"]) for way in page.context["hiding"]] == [
        ("sport", 1, "?from=2025-01-01&to=2025-12-31")
    ]
    assert "without “sport”: 1" in page.text


def test_an_empty_list_without_filters_says_so(client, office):
    assert "No filter hides any." in client.get(LIST).text


def test_a_long_list_is_not_counted_to_its_end(client, office, monkeypatch):
    factories.ActivityFactory.create_batch(4)
    monkeypatch.setattr("core.listing.MOST_COUNTED", 3)

    assert "More than 3 records" in client.get(LIST).text


def test_a_filter_chip_takes_itself_off(client, office):
    page = client.get(f"{LIST}?kind=lecture&q=村晚")

    assert [(term["text"], term["removed"]) for term in page.context["terms"]] == [
        ("lecture", "?q=%E6%9D%91%E6%99%9A"),
        ("“村晚”", "?kind=lecture"),
    ]


def test_records_show_days_as_exactly_as_they_are_known(client, office):
    factories.ActivityFactory(starts_on=dt.date(2025, 3, 1), ends_on=dt.date(2025, 3, 31), precision="month")
    factories.ActivityFactory(starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 12, 31), precision="year")
    factories.ActivityFactory(starts_on=dt.date(2024, 12, 31), ends_on=dt.date(2025, 1, 2))

    page = client.get(LIST).text

    for text in ("March 2025", "year 2024", "2024-12-31 – 2025-01-02"):
        assert text in page


# --- calendar ---


def test_the_calendar_shows_a_month_by_first_days(client, office):
    factories.ActivityFactory(title="三月一日", starts_on=dt.date(2025, 3, 1))
    factories.ActivityFactory(title="四月一日", starts_on=dt.date(2025, 4, 1))
    factories.ActivityFactory(title="跨入三月", starts_on=dt.date(2025, 2, 27), ends_on=dt.date(2025, 3, 2))
    factories.ActivityFactory(
        title="只知三月", starts_on=dt.date(2025, 3, 1), ends_on=dt.date(2025, 3, 31), precision="month"
    )

    month = client.get(f"{CALENDAR}?month=2025-03").context["month"]

    shown = {day.day: [row.title for row in day.rows] for week in month.weeks for day in week if day.rows}
    assert shown == {dt.date(2025, 3, 1): ["三月一日"]}
    assert {row.title for row in month.long} == {"跨入三月", "只知三月"}
    assert month.count == 1
    assert (month.before, month.after) == (dt.date(2025, 2, 1), dt.date(2025, 4, 1))


def test_a_full_day_shows_some_and_leads_to_the_rest(client, office, django_assert_num_queries):
    factories.ActivityFactory.create_batch(7, kind="sport")

    page = client.get(f"{CALENDAR}?month=2025-03&kind=sport")

    assert page.text.count("联合活动") == lists.MOST_IN_A_DAY
    assert f"{LIST}?kind=sport&amp;from=2025-03-01&amp;to=2025-03-01" in page.text
    assert "3 more" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_the_same_queries_however_many_rows(client, office, count, django_assert_num_queries):
    for day in range(count):
        factories.ActivityFactory(starts_on=dt.date(2025, 3, 1 + day))

    client.get(LIST)
    # session, user, posts, unread notices; belt, region, province, two more regions, brand, with_region of the panel;
    # counts, shown, long
    with django_assert_num_queries(14):
        client.get(f"{CALENDAR}?month=2025-03")


@pytest.mark.parametrize("query", ["month=2025-13", "month=1900-01", "month=２０２５-03", "month=x", "from=2025-01-01"])
def test_the_calendar_refuses_what_is_no_month(client, office, query):
    factories.ActivityFactory(title="不应出现", starts_on=timezone.localdate())

    page = client.get(f"{CALENDAR}?{query}")

    assert page.status_code == 200
    assert page.context["problems"]
    assert "不应出现" not in page.text


def test_the_calendar_begins_at_this_month_and_ends_where_days_end(client, office):
    assert client.get(CALENDAR).context["month"].first == timezone.localdate().replace(day=1)
    assert 'rel="prev"' not in client.get(f"{CALENDAR}?month=2000-01").text
    assert 'rel="next"' not in client.get(f"{CALENDAR}?month=2099-12").text


# --- files ---


def rows_of(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_a_file_holds_exactly_the_filtered_rows_and_says_how_they_were_filtered(client, office):
    county = factories.CountyFactory(code="500153", name="荣昌区")
    partner = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    factories.BeltMembershipFactory(belt=factories.BeltFactory(name="川南渝西"), region=county)
    team = factories.TeamFactory(name="百姓名嘴", home_region=partner)
    factories.ActivityFactory(
        title="=1+1", lead=county, partners=[partner], place_region=county, with_teams=[team],
        audience=120, audience_basis="counted", verified=True,
    )  # fmt: skip
    factories.ActivityFactory(kind="sport")

    rows, definitions = rows_of(client.get(f"{EXPORT}?format=xlsx&kind=lecture"))

    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Title"] == "=1+1"
    assert row["From"] == dt.date(2025, 3, 1)
    assert (row["Lead county"], row["Partner codes"], row["Belts"]) == ("荣昌区", "511083", "川南渝西")
    assert (row["Both provinces"], row["Touring"], row["Audience"]) == ("yes", "yes", 120)
    facts = {line[0]: line[1] for line in definitions}
    assert facts["Filters"] == "lecture"
    assert facts["Made by"].startswith("张三")
    assert set(rows[0]) <= set(facts)


def test_csv_neutralises_formulas(client, office):
    factories.ActivityFactory(title='=HYPERLINK("http://x")', place="+1", summary="@x")

    lines = b"".join(client.get(EXPORT).streaming_content).decode()

    assert lines.startswith("\ufeffNumber,Title,")
    assert "'=HYPERLINK" in lines
    assert ",=HYPERLINK" not in lines
    assert ",'@x," in lines


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_takes_the_same_queries_however_many_rows(office, count, django_assert_num_queries):
    from activities import exporting

    for _number in range(count):
        factories.ActivityFactory(with_teams=[factories.TeamFactory()], lead=factories.CountyFactory())
    # count, posts of the maker, the audit's entry in its own savepoint (3); memberships, rows, parties, their regions,
    # teams, works, speakers
    with django_assert_num_queries(12):
        table = exporting.table_of(Activity.objects.all(), actor=office, description="")
        assert len(list(exports.csv_lines(table))) == count + 1


def test_a_file_that_cannot_be_made_leads_back_with_the_reason(client, office, monkeypatch):
    factories.ActivityFactory.create_batch(3)
    monkeypatch.setattr("core.exports.MOST_ROWS", 2)
    for query in ("format=pdf&kind=lecture", "format=csv&kind=nonsense", "format=csv&nonsense=1", "format=csv"):
        response = client.get(f"{EXPORT}?{query}", follow=True)
        assert response.redirect_chain[0][0].startswith(reverse("activities:list"))
        assert "message-error" in response.text


def test_an_export_stands_in_the_audit(client, office):
    factories.ActivityFactory()

    client.get(f"{EXPORT}?kind=lecture")

    entry = AuditEntry.objects.filter(action=Act.EXPORT).get()
    assert (entry.actor, entry.target, entry.reason) == (office, "activities: lecture", "1")
