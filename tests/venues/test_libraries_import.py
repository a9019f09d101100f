import re

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests import factories
from tests.importing import csv_bytes, said, uploaded, xlsx_bytes
from tests.venues.lending import kept, three_libraries
from venues.lending.readers import hash_of
from venues.models import Library, LibraryDelivery, LibraryMovement
from venues.services.library_closing import forget_day_files

pytestmark = pytest.mark.django_db

CARD = "510922199001011234"
LOAN = {
    "library": "RC", "number": "1", "kind": "借出", "at": "2025-03-01 09:30:05", "owner": "RC", "item": "B1",
    "home": "LC", "reader": CARD,
}  # fmt: skip
RETURN = {"library": "RC", "number": "2", "kind": "还回", "at": "2025/3/1 16:00", "owner": "RC", "item": "B1"}
HEADER = [*LOAN, "receiver"]


@pytest.fixture(autouse=True)
def _libraries(db):
    three_libraries()


@pytest.fixture
def office():
    return factories.person(Role.CORRIDOR_OFFICE)


def table(rows, header=None):
    header = header or HEADER
    return csv_bytes([header, *([row.get(key, "") for key in HEADER] for row in rows)])


def judged(person, rows, **options):
    batch = uploaded(person, table(rows, **options), kind="lending", name="借还.csv")
    judge_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def applied(person, rows):
    batch = judged(person, rows)
    services.confirm_import(actor=person, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def verdicts(batch):
    return [row.verdict for row in batch.rows.order_by("number")]


def test_a_day_file_becomes_movements_custody_and_figures(office):
    batch = applied(office, [LOAN, RETURN])
    assert (batch.state, batch.problem, verdicts(batch)) == ("done", "", ["new", "new"])
    loan, back = LibraryMovement.objects.order_by("at")
    assert (loan.kind, loan.other.code, loan.aside, back.other.code) == ("borrowed", "LC", "", "RC")
    assert loan.at.isoformat() == "2025-03-01T01:30:05+00:00"
    assert bytes(loan.reader).hex() == hash_of("LC", CARD)
    assert LibraryDelivery.objects.get().batch == batch
    assert batch.rows.first().target_id == loan.pk
    assert kept()["stays"] == {}


def test_headings_in_chinese_and_another_encoding_are_the_same_file(office):
    labels = [str(column.label) for column in _in_chinese()]
    content = "\n".join([",".join(labels), ",".join([*LOAN.values(), ""])]).encode("gb18030")
    batch = uploaded(office, content, kind="lending", name="借还.csv")
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert verdicts(batch) == ["new"]
    assert batch.columns == HEADER


def _in_chinese():
    from django.utils.translation import override

    from venues.lending.columns import BY_KEY

    with override("zh-hans"):
        return [type("C", (), {"label": str(BY_KEY[key].label)}) for key in HEADER]


def test_the_same_file_again_changes_nothing(office):
    applied(office, [LOAN, RETURN])
    before = kept()
    batch = judged(office, [LOAN, RETURN, LOAN | {"number": "3", "item": "B2"}])
    assert verdicts(batch) == ["same", "same", "new"]
    services.confirm_import(actor=office, batch=batch)
    apply_batch(batch.pk)
    apply_batch(batch.pk)
    assert LibraryMovement.objects.count() == 3
    assert kept()["asides"].items() > before["asides"].items()


def test_a_number_that_says_something_else_now_is_a_conflict(office):
    applied(office, [LOAN])
    batch = judged(office, [LOAN | {"item": "B9"}])
    [row] = batch.rows.all()
    assert row.verdict == "conflict"
    assert said(row, level="warning") == [("number", "transaction_differs")]


def test_what_somebody_sent_meanwhile_in_other_words_is_refused_when_it_is_applied(office):
    batch = judged(office, [LOAN | {"item": "B9"}, RETURN])
    applied(office, [LOAN])
    services.confirm_import(actor=office, batch=batch)
    apply_batch(batch.pk)
    refused, written = batch.rows.order_by("number")
    assert "said something else" in refused.refused
    assert refused.applied_at is None
    assert written.applied_at


def test_late_and_out_of_order_files(office):
    late = applied(office, [RETURN])
    [row] = late.rows.all()
    assert row.applied_at
    assert row.has_warning
    assert said(row, level="warning") == [("", "returned_before_borrowed")]
    assert LibraryMovement.objects.get().aside == "returned_before_borrowed"
    applied(office, [LOAN])
    assert not LibraryMovement.objects.exclude(aside="").exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"library": ""}, ("library", "cell_empty")),
        ({"library": "XX"}, ("library", "library_unknown")),
        ({"number": ""}, ("number", "cell_empty")),
        ({"number": "9" * 41}, ("number", "too_long")),
        ({"item": "B 1"}, ("item", "unreadable_character")),
        ({"kind": "续借"}, ("kind", "movement_kind_unknown")),
        ({"at": "2025-03-01"}, ("at", "not_a_moment")),
        ({"at": "2025-02-30 10:00"}, ("at", "not_a_moment")),
        ({"at": "昨天 10:00"}, ("at", "not_a_moment")),
        ({"at": "2099-01-01 10:00"}, ("at", "moment_in_the_future")),
        ({"at": "2021-05-31 23:59"}, ("library", "not_a_member_then")),
        ({"owner": "XX"}, ("owner", "library_unknown")),
        ({"home": ""}, ("home", "cell_empty")),
        ({"reader": ""}, ("reader", "cell_empty")),
        ({"receiver": "LC"}, ("receiver", "not_of_this_kind")),
        ({"kind": "调拨"}, ("receiver", "cell_empty")),
        ({"kind": "调拨", "receiver": "RC"}, ("receiver", "transfer_to_itself")),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_taken(office, change, problem):
    batch = judged(office, [LOAN | change])
    [row] = batch.rows.all()
    assert row.verdict == "error"
    assert said(row) == [problem]


def test_the_same_number_twice_in_a_file_is_taken_neither_time(office):
    assert verdicts(judged(office, [LOAN, LOAN | {"item": "B2"}])) == ["error", "error"]


def test_closed_days_take_nothing(office):
    from venues.models import LibraryHorizon

    LibraryHorizon.objects.create(pk=1, open_since="2025-03-02")
    [row] = judged(office, [LOAN]).rows.all()
    assert said(row) == [("at", "day_is_closed")]


def test_a_county_brings_in_its_own_libraries_alone():
    county = factories.logger(Library.objects.get(code="RC").region)
    other = LOAN | {"library": "LC", "number": "7"}
    own, foreign = judged(county, [LOAN, other]).rows.order_by("number")
    assert (own.verdict, said(foreign)) == ("new", [("library", "library_out_of_reach")])
    with pytest.raises(ValidationError, match="no post that may import"):
        uploaded(factories.person(Role.AUDITOR), table([LOAN]), kind="lending")


def test_a_post_that_ended_meanwhile_brings_in_nothing_more():
    county = Library.objects.get(code="RC").region
    person = factories.logger(county)
    batch = judged(person, [LOAN])
    other = factories.person(Role.COUNTY_LOGGER, factories.CountyFactory()).holdings.get().post
    person.holdings.update(post=other)
    ImportBatch.objects.filter(pk=batch.pk).update(state="confirmed", confirmed_at=batch.created_at)
    apply_batch(batch.pk)
    assert not LibraryMovement.objects.exists()


# --- readers ---


def everything_kept():
    """All text of every table, and every stored file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for name in tables:
            cursor.execute(f'SELECT kept::text FROM "{name}" AS kept')
            yield from (row[0] for row in cursor.fetchall())
    for path in django_settings.MEDIA_ROOT.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")


def test_a_readers_number_is_kept_nowhere(office, caplog):
    applied(office, [LOAN, RETURN | {"reader": CARD}])
    judged(office, [LOAN | {"number": "5", "kind": "续借"}, LOAN | {"number": "6", "home": ""}])
    texts = list(everything_kept())
    assert any(hash_of("LC", CARD) in text for text in texts)
    assert not [text for text in texts if CARD in text]
    assert CARD not in caplog.text


def test_a_reader_is_the_same_however_the_number_is_typed_and_not_without_the_key(settings):
    mark = hash_of("LC", "AB 12")
    assert mark == hash_of("lc", "ａｂ１２ ")
    assert mark != hash_of("RC", "AB12")
    assert hash_of("LC", " ") == ""
    settings.READER_KEY = "x" * 40
    assert hash_of("LC", "AB12") != mark


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx_bytes([HEADER, list(LOAN.values())]), "day_file_is_csv"),
        (table([LOAN], header=[*HEADER[:-2], "读者卡号码", "receiver"]), "header_wrong"),
        (table([LOAN]) + f"RC,9,借出,2025-03-01 10:00,RC,B,1,LC,,{CARD}\n".encode(), "line_does_not_fit"),
        (b"\xff\xff\xff,\x80", "file_encoding_unknown"),
    ],
)
def test_a_file_in_which_a_number_could_stand_anywhere_is_not_stored(office, content, code):
    with pytest.raises(ValidationError) as refused:
        uploaded(office, content, kind="lending", name="x.csv")
    assert refused.value.code == code
    assert not ImportBatch.objects.exists()
    assert not [path for path in django_settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_an_upload_stays_in_memory_and_needs_the_token_against_forgery(office, settings, monkeypatch):
    def never(*arguments, **options):
        raise AssertionError("the file was written to the disk with its numbers")

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", never)
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    address = reverse("venues:libraries:import_new")
    page = client.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]

    def send(**more):
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = SimpleUploadedFile("借还.csv", table([LOAN]), "text/csv")
        return client.post(address, {"file": file, "source": "图书馆系统", **more})

    assert send().status_code == 403
    sent = send(csrfmiddlewaretoken=token)
    assert sent.status_code == 302
    assert ImportBatch.objects.get().kind == "lending"


def test_files_go_when_their_transactions_are_here(office, django_capture_on_commit_callbacks):
    from django.utils import timezone

    batch = applied(office, [LOAN])
    forget_day_files(now=timezone.now() + timezone.timedelta(days=29))
    assert batch.rows.exists()
    stored = batch.file.path
    forget_day_files(now=timezone.now() + timezone.timedelta(days=31))
    forget_day_files(now=timezone.now() + timezone.timedelta(days=31))
    batch.refresh_from_db()
    assert (batch.file.name, batch.rows.count()) == ("", 0)
    assert not django_settings.MEDIA_ROOT.joinpath(stored).exists()
    assert LibraryMovement.objects.count() == 1


# --- the sample ---


def test_the_sample_of_the_demo(settings):
    call_command("load_corridor", verbosity=0)
    with pytest.raises(CommandError, match="corridor_office"):
        call_command("load_lending_sample")
    factories.person(Role.CORRIDOR_OFFICE)
    call_command("load_lending_sample")
    sample = Library.objects.filter(code__startswith="SAMPLE-")
    assert {library.name[:4] for library in sample} == {"【样例】"}
    assert LibraryMovement.objects.filter(library__in=sample).count() == 66
    assert list(LibraryMovement.objects.exclude(aside="").values_list("aside", flat=True)) == [
        "returned_before_borrowed"
    ]
    call_command("load_lending_sample")
    assert LibraryMovement.objects.count() == 66
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_lending_sample")
