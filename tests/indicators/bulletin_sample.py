"""A bulletin that was never in a database: what is printed needs no more than the row."""

import datetime as dt
import zoneinfo

from indicators.bulletins.wording import COLUMNS, NOUNS, by_belt_of, comparison_of, headline_of
from indicators.models import Bulletin
from indicators.phrases import phrase_of

CHINA = zoneinfo.ZoneInfo("Asia/Shanghai")
AS_OF = "2025-01-02T08:00:00+08:00"
VALUES = {
    "cross_region_teams": 2_310, "team_members": 54_321, "works": 6_412, "lectures": 31_704, "mass_culture": 8_431,
    "brands": 24, "volunteers_cross_region": 523_000,
}  # fmt: skip
BELTS = {"south": "川南渝西", "central": "川中渝西", "north": "川东北渝北", "east": "川东北渝东北"}
COUNTIES = ("荣昌区", "隆昌市", "安岳县", "大足区", "潼南区", "万州区", "开州区", "华蓥市")


def figures():
    """The frozen figures of 2024, as ``drawing.draw`` gives them."""
    rule = ["只统计已审核的记录。", "记录按第一天计入。"]
    shared = {"as_of": AS_OF, "rule": rule}
    listed = [
        {
            "name": name,
            "label": name,
            "value": value,
            "before": 0 if name == "brands" else value - 100,
            "noun": NOUNS[name],
            "phrase": phrase_of(value, NOUNS[name]),
            "meaning": "按此计数。",
            "question": "" if name == "team_members" else f"/api/v1/statistics/?measures={name}&from=2024-01-01",
        }
        | shared
        for name, value in VALUES.items()
    ]
    places = {"belt": BELTS, "province": {"500000": "重庆市", "510000": "四川省"}}
    places["county"] = {f"5001{number:02d}": name for number, name in enumerate(COUNTIES)}
    tables = [_table(by, rows, shared) for by, rows in places.items()]
    bars = [
        {"code": code, "label": label, "value": 9000 - 700 * place} for place, (code, label) in enumerate(BELTS.items())
    ]
    charts = [
        shared
        | {"by": "belt", "question": "", "measure": "lectures", "title": "宣讲活动（场）：按文明实践带", "bars": bars}
    ]
    period = {"word": "2024", "first": "2024-01-01", "last": "2024-12-31"}
    return {"format": 1, "as_of": AS_OF, "period": period, "figures": listed, "tables": tables, "charts": charts}


def _table(by, places, shared):
    rows = [
        {"code": code, "label": label, "values": dict.fromkeys(COLUMNS, 9000 - 700 * place)}
        for place, (code, label) in enumerate(places.items())
    ]
    return shared | {
        "by": by,
        "label": "区域",
        "measures": [{"name": name, "label": label} for name, label in COLUMNS.items()],
        "rows": rows,
        "total": dict.fromkeys(COLUMNS, 20_000),
        "question": f"/api/v1/statistics/?measures=lectures&by={by}",
    }


def sample(**fields):
    """Issued as number 3 of 2025, unless ``fields`` say otherwise; not saved."""
    made = figures()
    values = {
        "kind": "year", "period": "2024", "first_day": dt.date(2024, 1, 1), "last_day": dt.date(2024, 12, 31),
        "state": "issued", "title": "2024年工作情况", "organ": "重庆市文明办 四川省文明办",
        "headline": headline_of("2024", dt.date(2024, 12, 31), made["figures"]),
        "text": f"{comparison_of(made['figures'])}\n{by_belt_of(made['tables'][0])}",
        "figures": made, "vintage": dt.datetime.fromisoformat(AS_OF), "number": 3, "issue_year": 2025,
        "issued_on": dt.date(2025, 1, 10),
    }  # fmt: skip
    return Bulletin(**values | fields)
