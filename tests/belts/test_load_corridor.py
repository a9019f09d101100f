import csv
import datetime as dt
import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from belts import services
from belts.models import Belt, BeltMembership, BorderPair, LoadedRow, Region, Unit
from belts.services.corridor import DATA

pytestmark = pytest.mark.django_db


def load(folder=DATA):
    out = io.StringIO()
    call_command("load_corridor", folder=folder, stdout=out)
    return out.getvalue()


FEW = {"500000", "510000", "500153", "500115", "500112", "500109", "500157", "511083", "511623"}


@pytest.fixture
def folder(tmp_path):
    """The portal's own files, cut down to a few regions so that a test is quick."""
    for path in DATA.glob("*.csv"):
        shutil.copy(path, tmp_path)
    edit(tmp_path, "regions.csv", keep=lambda row: row["code"] in FEW)
    edit(tmp_path, "memberships.csv", keep=lambda row: row["region"] in FEW)
    edit(tmp_path, "border_pairs.csv", keep=lambda row: {row["chongqing"], row["sichuan"]} <= FEW)
    edit(tmp_path, "units.csv", keep=lambda row: row["region"] in FEW)
    return tmp_path


def edit(folder, name, keep=lambda row: True, **change):
    """Rewrite a data file: without the rows that ``keep`` refuses, with ``change`` in those that match its key."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if keep(row)]
    matches = change.pop("where", lambda row: True)
    for row in rows:
        if matches(row):
            row.update(change)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def everything():
    """All rows of all models, to see that nothing changed."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Belt, Region, BeltMembership, BorderPair, Unit, LoadedRow)
    }


def test_the_corridor_is_there_after_one_run():
    assert " 0 changed, " in load()

    assert list(Belt.objects.values_list("code", flat=True)) == ["south", "central", "north", "east"]
    for day in (dt.date(2024, 6, 1), dt.date(2025, 11, 5), dt.date(2025, 11, 6)):
        assert Region.objects.in_corridor(day).count() == 30
    assert BorderPair.objects.on(dt.date(2024, 7, 1)).count() == 29
    assert BorderPair.objects.on(dt.date(2026, 7, 1)).count() == 29
    assert {region.pk for region in Region.objects.get(pk="500112").successors.all()} == {"500109", "500157"}
    assert Region.objects.get(pk="510700").level == Region.Level.PREFECTURE
    for county in Region.objects.in_corridor(dt.date(2026, 1, 1)):
        kinds = set(county.units.values_list("kind", flat=True))
        assert kinds == {Unit.Kind.PUBLICITY_DEPARTMENT, Unit.Kind.CIVILIZATION_OFFICE, Unit.Kind.CENTRE}
    assert Unit.objects.get(name="荣昌区文明办").parent.name == "荣昌区委宣传部"
    assert Unit.objects.filter(region__level=Region.Level.PROVINCE).count() == 2


def test_a_second_run_changes_nothing(folder):
    load(folder)
    before = everything()

    said = load(folder)

    assert "0 added, 0 changed, 0 kept" in said
    assert everything() == before


def test_a_changed_row_is_reported_and_applied_with_history(folder):
    load(folder)
    edit(folder, "regions.csv", where=lambda row: row["code"] == "500153", population="700000")

    said = load(folder)

    assert "changed: regions 500153: population 669031 → 700000" in said
    assert "0 added, 1 changed" in said
    region = Region.objects.get(pk="500153")
    assert region.population == 700000
    event = region.events.order_by("pgh_id").last()
    assert (event.population, event.pgh_label) == (700000, "update")
    assert "GB/T 2260" in event.pgh_context["reason"]


def test_a_row_that_is_missing_is_reported_and_kept(folder):
    load(folder)
    edit(folder, "units.csv", keep=lambda row: row["key"] != "500153-centre")

    said = load(folder)

    assert "missing in the file, left as it is: units 500153-centre" in said
    assert Unit.objects.filter(name="荣昌区新时代文明实践中心").exists()


def test_what_people_changed_in_the_portal_is_kept_and_named(folder):
    load(folder)
    unit = Unit.objects.get(name="荣昌区新时代文明实践中心")
    kept = {name: getattr(unit, name) for name in ("kind", "parent", "since", "until", "source")}
    services.change_unit(actor=None, unit=unit, name="荣昌区文明实践中心", shared_with=[], reason="改名", **kept)

    said = load(folder)
    edit(folder, "units.csv", where=lambda row: row["key"] == "500153-centre", since="2019-01-01")
    load(folder)

    assert "kept as changed in the portal: units 500153-centre: name 荣昌区文明实践中心" in said
    unit.refresh_from_db()
    assert (unit.name, unit.since) == ("荣昌区文明实践中心", dt.date(2019, 1, 1))
    assert Unit.objects.filter(region="500153").count() == 3


def test_a_region_and_its_seat_may_end_in_one_run(folder):
    load(folder)
    edit(folder, "regions.csv", where=lambda row: row["code"] == "500115", until="2026-01-31")
    edit(folder, "memberships.csv", where=lambda row: row["region"] == "500115", until="2026-01-31")

    assert "0 added, 2 changed" in load(folder)

    assert BeltMembership.objects.get(region="500115").until == dt.date(2026, 1, 31)


def test_a_corrected_first_day_is_a_change_not_a_second_seat(folder):
    load(folder)
    edit(folder, "memberships.csv", where=lambda row: row["region"] == "500115", since="2024-07-01")

    assert "0 added, 1 changed, 0 kept as changed in the portal, 0 missing" in load(folder)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("regions.csv", {"since": "2025-13-45"}, "regions.csv, line 2"),
        ("regions.csv", {"code": "50010"}, "six digits"),
        ("regions.csv", {"province": "990000"}, "regions.csv, line 2"),
        ("memberships.csv", {"belt": "west"}, "memberships.csv, line 2"),
        ("memberships.csv", {"region": "500000"}, "memberships.csv, line 2"),
        ("border_pairs.csv", {"kilometres": "long"}, "border_pairs.csv, line 2"),
        ("units.csv", {"kind": "circus"}, "units.csv, line 2"),
        ("units.csv", {"parent": "nobody"}, "units.csv, line 2"),
    ],
)
def test_a_row_that_cannot_be_used_changes_nothing(folder, name, change, reason):
    edit(folder, name, **change)

    with pytest.raises(CommandError, match="Nothing was loaded") as refused:
        load(folder)

    assert reason in str(refused.value)
    assert not Region.objects.exists()


def test_a_file_without_a_column_or_not_in_utf8_is_refused_by_name(folder):
    (folder / "belts.csv").write_text("code,name\nsouth,南\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"belts\.csv: lacks position, source, zone"):
        load(folder)

    (folder / "belts.csv").write_bytes("code,name,zone,position,source\nsouth,川南,荣,1,据".encode("gbk"))
    with pytest.raises(CommandError, match="could not be read"):
        load(folder)
