"""The calendar of working days, proposed days, and feeds."""

from tests.matrix import Row

YEAR = {"year": "calendar_year.pk"}
MEETING = {"pk": "meeting.pk"}
DAY = {"day": "2031-05-01", "kind": "holiday", "name": "劳动节", "source": "通知"}
PUBLISHED = {"days": "2031-05-01 劳动节", "source": "通知", "version": 0}
WRITTEN = {"days": [{"day": "2031-05-01", "kind": "holiday", "name": "劳动节"}], "source": "通知", "version": 0}
STAFF = {"nobody": 404, "volunteer": 404}


def world(made):
    from core.models import CalendarDay, CalendarYear

    year = CalendarYear.objects.create(year=2031, version=0)
    CalendarDay.objects.create(day="2031-10-01", year=year, kind="holiday", name="国庆节", source="测试")
    return {"calendar_year": year}


ROWS: list[Row] = [
    Row("calendar", default=302),
    Row("calendar_year", arguments=YEAR),
    Row("calendar_publish", "post", YEAR, PUBLISHED, default=404, expected={"corridor_office": 302}),
    Row("calendar_set_day", "post", YEAR, DAY, default=404, expected={"corridor_office": 302}),
    Row(
        "calendar_clear_day",
        "post",
        YEAR,
        {"day": "2031-10-01", "reason": "录错"},
        default=404,
        expected={"corridor_office": 302},
    ),
    Row("api:calendar-year", arguments=YEAR),
    Row("api:calendar-year", "put", YEAR, WRITTEN, default=403, expected={"corridor_office": 200}),
    Row("meetings:proposals", arguments=MEETING, expected=STAFF),
    Row("api:meeting-proposals", arguments=MEETING, expected=STAFF),
]
