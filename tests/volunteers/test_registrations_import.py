"""Files of registrations: what is kept while they wait, what is said of each fault, what becomes of the rows."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.imports import judging, services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportRow
from tests import factories
from tests.importing import csv_bytes, said, xlsx_bytes
from tests.volunteers.exchange_world import resident_number, two_platforms
from tests.volunteers.factories import mobile_number, portal
from tests.volunteers.test_exchange_orders import at_once
from volunteers import vault
from volunteers.models import Delivery, Guardian, Identity, Volunteer

pytestmark = pytest.mark.django_db

HEADER = [
    "external_id", "name", "document", "mobile", "home", "registered_on", "skills", "consent_version", "share",
]  # fmt: skip


def line(serial, **changes):
    cells = {
        "external_id": f"纸-{serial}",
        "name": "张小桥",
        "document": resident_number(serial),
        "mobile": mobile_number(serial),
        "home": "500153",
        "registered_on": "2025-03-01",
        "skills": "care",
        "consent_version": "2025-1",
        "share": "yes",
    } | changes
    return [cells[key] for key in HEADER]


@pytest.fixture
def own():
    two_platforms()
    portal()
    return factories.logger(factories.CountyFactory(code="500153"))


def judged(person, content, name="表.csv"):
    file = ContentFile(content, name=name)
    batch = services.upload_file(actor=person, kind="volunteers", file=file, source="portal")
    judge_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def applied(person, lines, header=HEADER):
    batch = judged(person, csv_bytes([header, *lines]))
    assert batch.state == "checked", batch.problem
    services.confirm_import(actor=person, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def test_a_file_becomes_registrations_and_is_deleted(own):
    batch = judged(own, csv_bytes([HEADER, line(1), line(2, document=resident_number(1)), line(3)]))
    stored = batch.file.name
    assert batch.totals == {"new": 3}
    services.confirm_import(actor=own, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.file.name) == ("done", "")
    assert not default_storage.exists(stored)
    assert Volunteer.objects.count() == 2
    first = batch.rows.get(number=2)
    assert first.target_id == Identity.objects.get(document_index=vault.blind_index("document", resident_number(1))).pk
    delivery = Delivery.objects.get(by_file=batch)
    assert (delivery.rows, delivery.totals) == (3, {"created": 2, "linked": 1})
    assert Volunteer.objects.first().registered_through.code == "portal"


def test_nothing_of_a_file_waits_in_clear(own):
    batch = judged(own, csv_bytes([HEADER, line(1), line(2, mobile="1234567")]))
    with default_storage.open(batch.file.name) as stored:
        sealed = stored.read()
    kept = json.dumps(list(ImportRow.objects.values("cells", "values", "problems", "source_id")), default=str)
    for secret in (resident_number(1), resident_number(2), mobile_number(1), mobile_number(2), "张小桥"):
        assert secret.encode() not in sealed
        assert secret not in kept
    row = batch.rows.first()
    assert row.cells[1:4] == ["张**", f"{resident_number(1)[:3]}*************{resident_number(1)[-2:]}", "199******01"]
    applied_batch = services.confirm_import(actor=own, batch=batch)
    apply_batch(applied_batch.pk)
    assert not ImportRow.objects.filter(values__isnull=False).exists()


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"document": "4.4E+17"}, "document", "document_scientific"),
        ({"document": "520102800101001"}, "", ""),  # fifteen digits are taken from files
        ({"document": ""}, "document", "value_missing"),
        ({"name": resident_number(5), "document": "张小桥"}, "name", "name_wrong"),
        ({"mobile": resident_number(5)}, "mobile", "mobile_wrong"),
        ({"external_id": "11010519491231002X"}, "external_id", "external_id_is_personal"),
        ({"name": "㛃𤧞"}, "", ""),
        ({"name": "阿依•古丽"}, "", ""),
        ({"name": "张\x07小"}, "name", "unreadable_character"),
        ({"registered_on": "45717"}, "", ""),
        ({"registered_on": "2025年3月"}, "registered_on", "day_wrong"),
        ({"home": "荣昌区"}, "", ""),
        ({"home": "511083"}, "home", "home_out_of_reach"),
        ({"home": "北京"}, "home", "home_unknown"),
        ({"skills": "唱歌"}, "skills", "word_unknown"),
        ({"skills": "care;medicine"}, "", ""),
        ({"consent_version": ""}, "consent_version", "value_missing"),
        ({"share": "perhaps"}, "share", "value_wrong"),
        ({"name": "长" * 101}, "name", "too_long"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_fault_is_said_at_its_cell(own, changes, column, code, kind):
    if kind == "xlsx" and "\x07" in str(changes):
        pytest.skip("a workbook cannot hold it")
    rows = [HEADER, line(1, **changes)]
    content = csv_bytes(rows, encoding="gb18030") if kind == "csv" else xlsx_bytes(rows)
    batch = judged(own, content, f"表.{kind}")
    assert said(batch.rows.get()) == ([(column, code)] if code else [])


def test_numbers_and_days_as_spreadsheets_keep_them(own):
    number = 440524188001010014  # a published sample; of a number a spreadsheet keeps fifteen digits
    rows = [HEADER, line(1, document=number, registered_on=dt.date(2025, 3, 1)), line(2, mobile=19900000002)]
    batch = judged(own, xlsx_bytes(rows), "表.xlsx")
    first, second = batch.rows.all()
    assert [code for _column, code in said(first)] == ["document_scientific"]
    assert said(second) == []


def test_columns_that_changed_places_are_suspected(own):
    batch = judged(own, csv_bytes([HEADER, line(1, mobile=resident_number(1), document=mobile_number(1))]))
    problem = batch.rows.get().problems[0]
    assert "changed places" in problem["message"]
    assert resident_number(1) not in json.dumps(batch.rows.get().cells)


def test_a_heading_twice_and_a_file_without_one_say_so_without_quoting_anybody(own):
    twice = judged(own, csv_bytes([[*HEADER, "name"], [*line(1), "张小桥"]]))
    assert twice.state == "unreadable"
    assert "twice" in twice.problem
    bare = judged(own, csv_bytes([line(1), line(2)]))
    assert bare.state == "unreadable"
    assert "张小桥" not in bare.problem
    assert resident_number(1) not in bare.problem


def test_a_cell_too_many_is_not_quoted(own):
    batch = judged(own, csv_bytes([HEADER, [*line(1), resident_number(9)]]))
    row = batch.rows.get()
    assert [code for _column, code in said(row)] == ["too_many_cells"]
    assert resident_number(9) not in json.dumps([row.cells, row.problems])


def test_the_same_file_again_changes_nothing(own):
    applied(own, [line(1), line(2)])
    batch = judged(own, csv_bytes([HEADER, line(1), line(2, skills="law")]))
    assert batch.totals == {"same": 1, "changed": 1}
    services.confirm_import(actor=own, batch=batch)
    apply_batch(batch.pk)
    assert Volunteer.objects.filter(skills=["law"]).count() == 1


def test_a_row_that_is_refused_when_it_is_applied(own):
    applied(own, [line(1)])
    batch = applied(own, [line(7, document=resident_number(1), name="别人"), line(8)])
    refused, good = batch.rows.all()
    assert "another name" in refused.refused
    assert (batch.applied, batch.refused) == (1, 1)
    assert good.target_id
    assert Delivery.objects.get(by_file=batch).codes == {"name_differs": 1}


def test_a_child_comes_with_a_guardian(own):
    header = [*HEADER, "guardian_name", "guardian_relation", "guardian_document", "guardian_mobile"]
    child = line(1, document=resident_number(1, dt.date(2015, 1, 1)))
    with_guardian = [*child, "张大桥", "parent", resident_number(3, dt.date(1980, 1, 1)), mobile_number(3)]
    batch = judged(own, csv_bytes([header, [*child, "", "", "", ""]]))
    assert said(batch.rows.get()) == [("guardian_name", "guardian_missing")]
    applied(own, [with_guardian], header)
    assert Guardian.objects.get().name == "张大桥"


def test_a_worker_that_dies_while_it_reads_is_followed_by_another(own, monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 500)
    file = ContentFile(csv_bytes([HEADER, *map(line, range(1_200))]), name="表.csv")
    batch = services.upload_file(actor=own, kind="volunteers", file=file, source="portal")
    copy = judging.copy_rows

    def copy_and_die(model, names, rows):
        if batch.rows.exists():
            raise KeyboardInterrupt
        copy(model, names, rows)

    monkeypatch.setattr(judging, "copy_rows", copy_and_die)
    with pytest.raises(KeyboardInterrupt):
        judge_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("uploaded", 999)
    monkeypatch.setattr(judging, "copy_rows", copy)
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.totals, batch.rows.count()) == ("checked", {"new": 1_200}, 1_200)


def test_ids_that_stand_in_the_file_twice_are_said_of_both_rows(own, monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 2)
    lines = [line(1), line(2), line(3), line(4, external_id="纸-1"), line(5, external_id="纸-2")]
    batch = judged(own, csv_bytes([HEADER, *lines]))
    assert batch.totals == {"new": 1, "error": 4}
    problems = {row.number: [problem["message"] for problem in row.problems] for row in batch.rows.all()}
    assert [[number in said[0] for said in (problems[row],)] for row, number in ((2, "5"), (5, "2"))] == [[True]] * 2
    assert batch.rows.get(number=2).values is None


def test_the_result_comes_as_csv_too(own, client):
    batch = applied(own, [line(1), line(2, mobile="1234567")])
    client.force_login(own)
    address = f"/volunteers/imports/{batch.pk}/result/"
    body = b"".join(client.get(address, {"format": "csv"}).streaming_content).decode()
    first = batch.rows.get(number=2)
    assert f"http://testserver{Volunteer.objects.get(pk=first.target_id).get_absolute_url()}" in body
    assert "left out" in body
    assert client.get(address, {"format": "pdf"}).status_code == 400


def test_a_file_of_the_promised_size_may_be_sent_by_those_who_are_signed_in(own, client, settings):
    settings.LARGEST_REQUEST_BYTES = 100
    form = {"source": "portal", "file": ContentFile(csv_bytes([HEADER, line(1)]), name="表.csv")}
    address = "/volunteers/imports/new/"
    assert client.post(address, form).status_code == 413
    client.force_login(own)
    assert client.post("/volunteers/sign-in/", {"text": "x" * 200}).status_code == 413
    form["file"].seek(0)
    assert client.post(address, form).status_code == 302


def test_a_pause_leaves_the_rest_and_going_on_does_it(own, monkeypatch):
    monkeypatch.setattr("volunteers.importing.run.RegistrationRun.chunk", 2)
    monkeypatch.setattr(services, "send_on", lambda batch: None)
    batch = judged(own, csv_bytes([HEADER, *map(line, range(1, 7))]))
    services.confirm_import(actor=own, batch=batch)
    from volunteers.importing.run import RegistrationRun

    write = RegistrationRun.apply

    def apply_and_pause(run, rows):
        write(run, rows)
        services.pause_import(actor=own, batch=batch)

    monkeypatch.setattr(RegistrationRun, "apply", apply_and_pause)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Volunteer.objects.count()) == ("paused", 2)
    apply_batch(batch.pk)
    assert Volunteer.objects.count() == 2, "paused is paused, whoever starts it"
    monkeypatch.setattr(RegistrationRun, "apply", write)
    services.resume_import(actor=own, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Volunteer.objects.count()) == ("done", 6)
    with pytest.raises(ValidationError):
        services.pause_import(actor=own, batch=batch)


def test_ten_thousand_rows_with_every_kind_of_fault(own):
    faults = [
        {}, {"document": "4.4E+17"}, {"document": "x"}, {"mobile": "1"}, {"name": "7"}, {"home": "999999"},
        {"registered_on": "yesterday"}, {"skills": "magic"}, {"consent_version": ""}, {"share": "?"},
    ]  # fmt: skip
    lines = [line(serial, **faults[serial % len(faults)]) for serial in range(10_000)]
    batch = judged(own, csv_bytes([HEADER, *lines]))
    assert batch.totals == {"new": 1_000, "error": 9_000}
    assert all(row.problems for row in batch.rows.filter(verdict="error"))


def test_who_imports(own):
    for person in (factories.person("auditor"), factories.person("corridor_office")):
        with pytest.raises(ValidationError) as refused:
            judged(person, csv_bytes([HEADER, line(1)]))
        assert refused.value.code == "may_not_import"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_each_row_once(own, monkeypatch):
    monkeypatch.setattr("volunteers.importing.run.RegistrationRun.chunk", 50)
    monkeypatch.setattr(services, "send_on", lambda batch: None)
    batch = judged(own, csv_bytes([HEADER, *map(line, range(1, 501))]))
    services.confirm_import(actor=own, batch=batch)
    at_once(lambda: apply_batch(batch.pk), lambda: apply_batch(batch.pk))
    delivery = Delivery.objects.get(by_file=batch)
    assert (delivery.rows, delivery.totals, Volunteer.objects.count()) == (500, {"created": 500}, 500)
