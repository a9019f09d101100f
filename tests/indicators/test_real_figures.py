"""Figures of the real records, counted a second time from the file itself by another tool: SQLite."""

import csv
import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command

from activities.importing import loading
from indicators.services.tallies import fold_deltas
from tests.indicators.world import figures, office

pytestmark = pytest.mark.django_db

SEATS = Path(__file__).resolve().parents[2] / "belts" / "data" / "memberships.csv"
BELT = "SELECT DISTINCT a.id FROM a JOIN p ON p.id = a.id JOIN s ON s.region = p.region AND s.belt = '{}' " \
    "AND a.day >= s.since AND (s.until = '' OR a.day <= s.until)"  # fmt: skip

# What is asked of the portal, and the same of the file. Rows without a host county stay drafts and are left out.
ASKED = [
    ({"measures": "activities"}, "SELECT count(*) FROM a"),
    ({"measures": "lectures"}, "SELECT count(*) FROM a WHERE kind = 'lecture'"),
    ({"measures": "mass_culture"}, "SELECT count(*) FROM a WHERE kind = 'mass_culture'"),
    ({"measures": "activities", "kind": "sport"}, "SELECT count(*) FROM a WHERE kind = 'sport'"),
    (
        {"measures": "activities", "kind": "other"},
        "SELECT count(*) FROM a WHERE kind IN ('other', 'meeting', 'agreement_signing')",
    ),
    (
        {"measures": "activities", "first": "2024-01-01", "to": "2024-12-31"},
        "SELECT count(*) FROM a WHERE day LIKE '2024%'",
    ),
    (
        {"measures": "activities", "first": "2025-01-01", "to": "2025-12-31"},
        "SELECT count(*) FROM a WHERE day LIKE '2025%'",
    ),
    (
        {"measures": "activities", "first": "2023-03-05", "to": "2024-06-10"},
        "SELECT count(*) FROM a WHERE day BETWEEN '2023-03-05' AND '2024-06-10'",
    ),
    ({"measures": "activities", "region": "500153"}, "SELECT count(DISTINCT id) FROM p WHERE region = '500153'"),
    (
        {"measures": "activities", "region": "500153", "role": "lead"},
        "SELECT count(*) FROM p WHERE region = '500153' AND role = 'lead'",
    ),
    ({"measures": "activities", "region": "511623"}, "SELECT count(DISTINCT id) FROM p WHERE region = '511623'"),
    ({"measures": "activities", "province": "500000"}, "SELECT count(DISTINCT id) FROM p WHERE region LIKE '50%'"),
    ({"measures": "activities", "province": "510000"}, "SELECT count(DISTINCT id) FROM p WHERE region LIKE '51%'"),
    (
        {"measures": "cross_province"},
        "SELECT count(*) FROM (SELECT id FROM p GROUP BY id HAVING count(DISTINCT substr(region, 1, 2)) > 1)",
    ),
    (
        {"measures": "audience_estimated,audience_counted"},
        "SELECT sum(audience) FROM a WHERE audience <> ''",
    ),
    *(
        ({"measures": "activities", "belt": belt}, f"SELECT count(*) FROM ({BELT.format(belt)})")
        for belt in ("south", "central", "north", "east")
    ),
    (
        {"measures": "lectures", "province": "500000", "first": "2025-01-01", "to": "2025-12-31"},
        "SELECT count(DISTINCT a.id) FROM a JOIN p ON p.id = a.id "
        "WHERE kind = 'lecture' AND region LIKE '50%' AND day LIKE '2025%'",
    ),
]  # fmt: skip


@pytest.fixture
def file():
    """The file in tables: a (record), p (party), s (seat in a belt)."""
    made = sqlite3.connect(":memory:")
    made.executescript(
        "CREATE TABLE a (id, kind, day, audience); CREATE TABLE p (id, region, role);"
        "CREATE TABLE s (belt, region, since, until);"
    )
    with loading.REAL.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["host_county_code"]:
                continue
            made.execute(
                "INSERT INTO a VALUES (?, ?, ?, ?)", [row[key] for key in ("id", "kind", "starts_on", "audience")]
            )
            made.execute("INSERT INTO p VALUES (?, ?, 'lead')", [row["id"], row["host_county_code"]])
            for code in filter(None, row["partner_county_codes"].split(";")):
                made.execute("INSERT INTO p VALUES (?, ?, 'partner')", [row["id"], code])
    with SEATS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            made.execute(
                "INSERT INTO s VALUES (?, ?, ?, ?)", [row[key] for key in ("belt", "region", "since", "until")]
            )
    yield made
    made.close()


def test_twenty_figures_are_those_of_the_file(file):
    call_command("load_corridor", verbosity=0)
    call_command("load_people", verbosity=0)
    loading.load_real_activities()
    fold_deltas(most=60)
    user = office()
    assert len(ASKED) == 20
    found = [sum(figures(user, **given)[1].values()) for given, _sql in ASKED]
    counted = [file.execute(sql).fetchone()[0] for _given, sql in ASKED]
    assert found == counted
    assert all(counted)
