import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Role
from tests import factories
from tests.venues.lending import LibraryFactory, borrowed, moment, returned, take, three_libraries, transferred
from venues.models import Library, LibraryDay, LibraryMovement
from venues.queries.library_gaps import last_due_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def libraries(db):
    return three_libraries()


@pytest.fixture
def keeper(client, libraries):
    person = factories.logger(libraries[0].region)
    client.force_login(person)
    return person


def address(name, *arguments):
    return reverse(f"venues:libraries:{name}", args=arguments)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_libraries(client, count, django_assert_max_num_queries):
    county = factories.CountyFactory()
    client.force_login(factories.logger(county))
    for _number in range(count):
        LibraryFactory(delivers_since=last_due_day())
    client.get(address("list"))  # the first request of a session also writes it
    # session, user, posts; belts, provinces, regions to choose from; rows, gaps; figures, stays; what is known now and
    # beside each published number (two each); the regions that the user keeps
    with django_assert_max_num_queries(20):
        page = client.get(address("list"))
    assert len(page.context["page"].rows) == count


def test_the_list_shows_what_was_published_beside_what_is_known(client, keeper):
    LibraryFactory(since=None)
    text = client.get(address("list")).text
    for number in ("129", "174", "249"):
        assert f">{number}<" in text
    page = client.get(address("list"))
    assert (page.context["known"].dated, page.context["known"].undated) == (3, 1)


def test_libraries_are_found_by_name_place_and_missing_days(client, keeper, libraries):
    late = LibraryFactory(code="LATE", delivers_since=last_due_day())
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south"), region=libraries[0].region)

    def found(**query):
        return {library.code for library in client.get(address("list"), query).context["page"].rows}

    assert found(q="荣昌") == found(q="rc") == found(belt="south") == found(region="500153") == {"RC"}
    assert found(province="510000") == {"LC"}
    assert found(missing="true") == {late.code}
    assert late.code not in found(missing="false")
    assert found(on="2021-01-01") == set()
    assert found(belt="north") == set()
    fragment = client.get(address("list"), {"q": "荣昌"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text


def test_a_librarys_page_shows_its_month_its_days_and_the_way_to_what_is_aside(client, keeper, libraries):
    rongchang, hechuan, longchang = libraries
    today = last_due_day()
    rongchang.delivers_since = today - dt.timedelta(days=1)
    rongchang.save()
    take(
        borrowed(rongchang, "1", moment(today), "A"),
        returned(longchang, "1", moment(today, "12:00"), "A", owner=rongchang),
        borrowed(rongchang, "2", moment(today, "11:00"), "A"),
    )
    page = client.get(rongchang.get_absolute_url(), {"month": f"{today:%Y-%m}"})
    assert page.context["figures"].loans == 1
    assert [(flow.source, flow.target) for flow in page.context["partners"]] == [("RC", "LC")]
    assert page.context["gap"].days == 1
    assert address("aside", rongchang.pk) in page.text
    assert address("edit", rongchang.pk) in page.text
    aside = client.get(address("aside", rongchang.pk))
    assert [row.number for row in aside.context["page"].rows] == ["2"]
    chain = client.get(address("movement", aside.context["page"].rows[0].pk))
    assert [row.number for row in chain.context["chain"].movements] == ["1", "2", "1"]
    assert "隆昌市图书馆" in chain.text
    client.force_login(factories.logger(hechuan.region))
    page = client.get(rongchang.get_absolute_url())
    assert address("edit", rongchang.pk) not in page.text
    assert client.get(address("aside", rongchang.pk)).context["page"].rows == []


def test_a_missing_day_is_closed_by_saying_that_nothing_was_lent(client, keeper, libraries):
    day = last_due_day()
    Library.objects.filter(pk=libraries[0].pk).update(delivers_since=day)
    client.post(address("empty_day", libraries[0].pk), {"day": day.isoformat()})
    assert LibraryDay.objects.get().declared == 0
    assert LibraryDay.objects.get().declared_by == keeper
    answer = client.post(address("empty_day", libraries[0].pk), {"day": "never"}, follow=True)
    assert "Write the day as" in answer.text
    assert client.post(address("empty_day", libraries[2].pk), {"day": day.isoformat()}).status_code == 404


def test_a_library_is_registered_and_changed_on_its_pages(client, keeper):
    data = {"code": "rc-02", "name": "荣昌区少儿图书馆", "region": "500153", "source": "公告"}
    made = client.post(address("create"), data)
    library = Library.objects.get(code="RC-02")
    assert made.url == library.get_absolute_url()
    client.post(address("edit", library.pk), data | {"code": "RC-02", "since": "2025-01-31", "reason": "公告补登"})
    library.refresh_from_db()
    assert library.since == dt.date(2025, 1, 31)
    twice = client.post(address("create"), data)
    assert twice.context["form"].errors.keys() >= {"code"}
    elsewhere = client.post(address("create"), data | {"region": "511083"})
    assert "region" in elsewhere.context["form"].errors


def test_the_flow_page_shows_pairs_and_the_matrix(client, keeper, libraries):
    rongchang, _hechuan, longchang = libraries
    take(
        borrowed(rongchang, "1", moment("2025-03-01"), "A"),
        returned(longchang, "1", moment("2025-03-02"), "A", owner=rongchang),
        transferred(longchang, rongchang, "2", moment("2025-03-03"), "A", owner=rongchang),
    )
    page = client.get(address("flows"), {"from": "2025-03", "level": "county"})
    assert [(flow.source, flow.target, flow.moved) for flow in page.context["flows"]] == [
        ("500153", "511083", 1),
        ("511083", "500153", 1),
    ]
    assert len(page.context["matrix"].places) == 2
    assert client.get(address("flows"), {"from": "2024-03"}).context["flows"] == []
    of_hechuan = client.get(address("flows"), {"from": "2025-03", "region": "500117"})
    assert of_hechuan.context["flows"] == []
    bad = client.get(address("flows"), {"from": "03/2025"})
    assert bad.status_code == 400
    assert "Write the month as 2026-11" in bad.text


def test_a_gap_stands_on_the_first_page_of_the_county(client, keeper, libraries):
    Library.objects.filter(pk=libraries[0].pk).update(delivers_since=last_due_day())
    assert f"{libraries[0].get_absolute_url()}#days" in client.get("/").text
    client.force_login(factories.person(Role.PROVINCIAL_OFFICE, factories.sichuan()))
    assert f"{libraries[0].get_absolute_url()}#days" not in client.get("/").text


def test_the_day_file_pages_show_no_number_of_a_reader(client, keeper, libraries):
    from tests.venues.test_libraries_import import CARD, LOAN, applied

    batch = applied(keeper, [LOAN])
    for name in ("import", "import_result"):
        answer = client.get(address(name, batch.pk))
        body = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code == 200
        assert CARD.encode() not in body
    assert address("movement", LibraryMovement.objects.get().pk) in client.get(address("import", batch.pk)).text
