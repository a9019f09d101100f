"""The table of reported meetings, and the bodies that held them, from ``meetings/data``.

A body whose meetings are numbered is a body of its own. Meetings without a number, of which only one is known, stand
together under one body (``*`` in its names): from a single report nobody can tell whether a body met again.

What the reports name and the portal has no region for (a city such as 遂宁市, a department) stays in their words: it is
never taken for one of the city's counties. Such a host is added to who attended.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from belts.models import Region
from meetings.models import Body, JointMeeting
from meetings.services.bodies import add_body
from meetings.services.importing import add_body_member, import_meeting

DATA = Path(__file__).resolve().parent / "data"
COLLECTING = "*"


@dataclass(frozen=True)
class Loaded:
    bodies: int
    members: int
    meetings: int


def load_real_meetings() -> Loaded:
    """How many rows there were not before. Safe to repeat."""
    before = _counts()
    bodies = dict(_bodies())
    hosts = {region.name: region for region in Region.objects.filter(level=Region.Level.COUNTY)}
    for row in _rows("real_meetings.csv"):
        _meeting(row, bodies, hosts)
    return Loaded(*(now - then for now, then in zip(_counts(), before, strict=True)))


def _counts():
    bodies = Body.objects.filter(kind=Body.Kind.OTHER)
    return bodies.count(), sum(body.members.count() for body in bodies), JointMeeting.objects.count()


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _bodies() -> Iterator[tuple[str, Body]]:
    """Each name under which reports know a body, and the body."""
    regions = Region.objects.in_bulk()
    for row in _rows("past_bodies.csv"):
        since = dt.date.fromisoformat(row["since"])
        body = Body.objects.filter(pk=row["code"]).first() or add_body(
            actor=None, code=row["code"], name=row["name"], kind=Body.Kind.OTHER, cadence=Body.Cadence.NONE,
            since=since, source=row["source"],
        )  # fmt: skip
        for seat in row["members"].split():
            code, _colon, day = seat.partition(":")
            joined = dt.date.fromisoformat(day) if day else since
            add_body_member(actor=None, body=body, region=regions[code], since=joined, source=row["source"])
        yield from ((name, body) for name in (row["name"], *filter(None, row["names"].split("；"))))


def _meeting(row, bodies, hosts):
    day, precision = _day(row["date"])
    own = bodies.get(row["body"])
    host = hosts.get(row["host"])
    body = own or bodies[COLLECTING]
    import_meeting(
        actor=None,
        body=body,
        day=day,
        precision=precision,
        ordinal=int(row["ordinal"]) if own and row["ordinal"] else None,
        title="" if row["body"] == body.name else row["body"],
        host=host,
        place=row["place"],
        attended="；".join(filter(None, [row["attending"], "" if host or not row["host"] else f"承办：{row['host']}"])),
        outcome=row["outcomes"],
        source=row["source_title"],
    )


def _day(text):
    """“2020-06” is known to its month."""
    if len(text) == len("2020-06"):
        return dt.date.fromisoformat(f"{text}-01"), JointMeeting.Precision.MONTH
    return dt.date.fromisoformat(text), JointMeeting.Precision.DAY
