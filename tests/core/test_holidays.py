"""The office's own calendar: the notice as text, the services, the page and its twin."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Role, User
from core.holidays import notice_text
from core.holidays.services import clear_calendar_day, publish_calendar_year, set_calendar_day
from core.models import CalendarDay, CalendarYear
from core.workdays import Calendar
from tests.factories import ApiTokenFactory, person

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府：现将2026年元旦等节日安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""
NOTICE_2025 = (
    "一、元旦：1月1日（周三）放假1天，不调休。二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，"
    "共8天。1月26日（周日）、2月8日（周六）上班。三、清明节：4月4日（周五）至6日（周日）放假，共3天。四、劳动节：5月1日（周四）"
    "至5日（周一）放假调休，共5天。4月27日（周日）上班。五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。六、国庆节、"
    "中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"
)
NEW_YEAR = dt.date(2031, 1, 1)


def rows_of(text, year):
    return [(entry.day, entry.kind, entry.name) for entry in notice_text.read(text, year)]


@pytest.mark.parametrize(("text", "year"), [(NOTICE_2026, 2026), (NOTICE_2025, 2025)])
def test_the_published_notice_says_of_every_day_what_the_library_says(text, year):
    library = Calendar()
    wanted = [(day, special.kind) for day, special in library.specials_of(year)]
    assert [(day, kind) for day, kind, _name in rows_of(text, year)] == wanted


def test_a_double_holiday_keeps_both_names():
    names = {day: name for day, _kind, name in rows_of(NOTICE_2025, 2025)}
    assert names[dt.date(2025, 10, 1)] == "国庆节、中秋节"
    assert names[dt.date(2025, 1, 1)] == "元旦"


def test_plain_lines_are_read_and_a_span_crosses_months():
    text = "2031-01-31 至 2031-02-02 春节\n\n2031-02-08 上班\n2031-02-03 休息"
    found = {day: (kind, name) for day, kind, name in rows_of(text, 2031)}
    assert found == {
        dt.date(2031, 1, 31): ("holiday", "春节"),
        dt.date(2031, 2, 1): ("holiday", "春节"),
        dt.date(2031, 2, 2): ("holiday", "春节"),
        dt.date(2031, 2, 3): ("rest", ""),
        dt.date(2031, 2, 8): ("workday", ""),
    }


@pytest.mark.parametrize(
    "line",
    [
        "2031-02-30 春节",
        "2031-01-01",
        "春节放假：从2月30日到3月1日休息",
        "一、春节：2月3日至1日放假",
        "一、春节：5月1日庆祝",
    ],
)
def test_a_line_that_names_a_day_and_is_not_understood_is_refused(line):
    with pytest.raises(notice_text.UnreadableError) as error:
        notice_text.read(line, 2031)
    assert error.value.line == line


@pytest.mark.django_db
def test_a_year_is_published_once_and_replaced_as_a_whole():
    first = [(NEW_YEAR, "holiday", "元旦"), (dt.date(2031, 1, 4), "workday", "元旦")]
    year = publish_calendar_year(actor=None, year=2031, days=first, source="通知", version=0)
    again = publish_calendar_year(actor=None, year=2031, days=first, source="通知")
    assert (year.is_whole, year.version, again.version) == (True, 1, 1)
    publish_calendar_year(actor=None, year=2031, days=[(NEW_YEAR, "holiday", "新年")], source="更正")
    assert list(CalendarDay.objects.values_list("day", "name", "source")) == [(NEW_YEAR, "新年", "更正")]
    kept = CalendarDay.events.rel.related_model.objects.order_by("pgh_id")
    assert [event.pgh_label for event in kept] == ["insert", "insert", "delete", "update"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "given", "code"),
    [
        ([], {}, "calendar_empty"),
        ([(dt.date(2030, 12, 31), "holiday", "元旦")], {}, "calendar_other_year"),
        ([(NEW_YEAR, "holiday", "元旦")], {"source": " "}, "calendar_source_missing"),
        ([(NEW_YEAR, "holiday", "元旦")], {"version": 3}, "stale"),
        ([(NEW_YEAR, "holiday", "元旦")], {"year": 2100}, "calendar_other_year"),
    ],
)
def test_a_year_that_cannot_be_is_refused_and_nothing_changes(days, given, code):
    with pytest.raises(ValidationError) as error:
        publish_calendar_year(**{"actor": None, "year": 2031, "days": days, "source": "通知", **given})
    problems = getattr(error.value, "error_list", None) or [p for ps in error.value.error_dict.values() for p in ps]
    assert {problem.code for problem in problems} == {code}
    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_a_day_is_set_changed_and_taken_out():
    set_calendar_day(actor=None, day=NEW_YEAR, kind="holiday", name="元旦", source="通知")
    set_calendar_day(actor=None, day=NEW_YEAR, kind="holiday", name="元旦", source="通知")
    assert CalendarYear.objects.get().version == 1
    set_calendar_day(actor=None, day=NEW_YEAR, kind="rest", source="通知")
    assert (CalendarDay.objects.get().kind, CalendarYear.objects.get().version) == ("rest", 2)
    with pytest.raises(ValidationError):
        set_calendar_day(actor=None, day=NEW_YEAR, kind="holiday", source="通知")
    with pytest.raises(ValidationError):
        clear_calendar_day(actor=None, day=NEW_YEAR, reason="")
    clear_calendar_day(actor=None, day=NEW_YEAR, reason="录错")
    clear_calendar_day(actor=None, day=NEW_YEAR, reason="录错")
    assert not CalendarDay.objects.exists()
    assert not CalendarYear.objects.get().is_whole


@pytest.mark.django_db
def test_a_year_whose_last_day_was_taken_out_counts_as_not_published():
    publish_calendar_year(actor=None, year=2031, days=[(NEW_YEAR, "holiday", "元旦")], source="通知")
    clear_calendar_day(actor=None, day=NEW_YEAR, reason="整年录错")
    assert not CalendarYear.objects.get().is_whole


@pytest.mark.django_db
def test_the_database_keeps_days_in_their_year():
    year = CalendarYear.objects.create(year=2031)
    with pytest.raises(IntegrityError, match="calendar_day_lies_in_its_year"), transaction.atomic():
        CalendarDay.objects.create(day=dt.date(2030, 1, 1), year=year, kind="rest", source="测试")
    assert connection.in_atomic_block


@pytest.mark.django_db
class TestPage:
    def publish(self, client, text, **more):
        form = {"days": text, "source": "国办发明电〔2025〕7号", "version": "0"} | more
        return client.post("/calendar/2026/publish/", form, follow=True)

    def test_everybody_reads_and_only_the_office_sees_forms(self, client):
        client.force_login(person())
        page = client.get("/calendar/2026/").content.decode()
        assert "Spring Festival" in page
        assert "Enter the whole year" not in page
        assert client.get("/calendar/").url.startswith("/calendar/20")
        assert "Nobody has published" in client.get("/calendar/2031/").content.decode()
        assert client.get("/calendar/1999/").status_code == 404
        assert self.publish(client, NOTICE_2026).status_code == 404

    def test_the_office_pastes_the_notice(self, client):
        client.force_login(person(Role.CORRIDOR_OFFICE))
        page = self.publish(client, NOTICE_2026).content.decode()
        assert "国办发明电〔2025〕7号" in page
        assert "春节" in page
        assert CalendarDay.objects.count() == 39
        refused = self.publish(client, "2026-02-30 春节", version="1").content.decode()
        assert "2026-02-30 春节" in refused
        stale = self.publish(client, "2026-02-03 春节").content.decode()
        assert "Somebody changed this year" in stale

    def test_one_day_is_set_and_taken_out(self, client):
        client.force_login(person(Role.CORRIDOR_OFFICE))
        day = {"day": "2031-05-01", "kind": "holiday", "name": "劳动节", "source": "测试"}
        assert client.post("/calendar/2031/day/", day).status_code == 302
        page = client.get("/calendar/2031/").content.decode()
        assert "劳动节" in page
        assert "Nobody has published" in page
        assert client.post("/calendar/2031/day/", day | {"name": ""}).status_code == 200
        assert client.post("/calendar/2031/clear/", {"day": "2031-05-02", "reason": "x"}).status_code == 200
        assert client.post("/calendar/2031/clear/", {"day": "2031-05-01", "reason": "录错"}).status_code == 302
        assert not CalendarDay.objects.exists()


@pytest.mark.django_db
class TestApi:
    BODY = {"version": 0, "source": "通知", "days": [{"day": "2031-01-01", "kind": "holiday", "name": "元旦"}]}

    def put(self, client, body, **more):
        return client.put("/api/v1/calendar/2031/", body, content_type="application/json", **more)

    def test_a_year_is_read_and_set(self, client):
        client.force_login(person(Role.CORRIDOR_OFFICE))
        assert client.get("/api/v1/calendar/2031/").json() == {
            "year": 2031, "origin": "nowhere", "source": "", "version": 0, "days": [],
        }  # fmt: skip
        answer = self.put(client, self.BODY)
        assert answer.status_code == 200
        assert answer.json() == {
            "year": 2031, "origin": "table", "source": "通知", "version": 1,
            "days": [{"day": "2031-01-01", "kind": "holiday", "name": "元旦", "in_table": True}],
        }  # fmt: skip
        stale = self.put(client, self.BODY | {"source": "更正"})
        assert (stale.status_code, stale.json()["errors"][0]["code"]) == (409, "stale")
        other = self.put(client, self.BODY | {"version": 1, "days": [{"day": "2030-01-01", "kind": "rest"}]})
        assert (other.status_code, other.json()["errors"][0]["code"]) == (400, "calendar_other_year")
        assert client.get("/api/v1/calendar/2031/?x=1").status_code == 400
        assert client.get("/api/v1/calendar/1999/").status_code == 404

    def test_tokens_for_reading_or_for_places_do_not_write(self):
        office = person(Role.CORRIDOR_OFFICE)
        CalendarYear.objects.create(year=2031)
        assert CalendarYear.objects.manageable_by(office).exists()
        for token in (ApiTokenFactory(user=office), ApiTokenFactory(user=office, may_write=True, whole_corridor=False)):
            user = User.objects.get(pk=office.pk)
            user.token = token
            assert not CalendarYear.objects.manageable_by(user).exists()
