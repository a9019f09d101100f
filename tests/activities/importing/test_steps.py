"""The two steps as machinery: states, repetition, what the history says, and rows that the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from activities.models import Activity
from core.imports import services, starting
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch, ImportRow
from tests import factories
from tests.activities.importing.conftest import GOOD
from tests.importing import applied, csv_bytes, judged, uploaded

pytestmark = pytest.mark.django_db

MANY = [GOOD | {"id": str(number), "title": f"宣讲 {number}"} for number in range(1, 26)]


def test_judging_twice_gives_the_same_rows_once(logger):
    batch = judged(logger, MANY)
    before = list(batch.rows.values_list("number", "verdict"))
    judge_batch(batch.pk)  # in the wrong state now: does nothing
    ImportBatch.objects.filter(pk=batch.pk).update(state="uploaded")
    judge_batch(batch.pk)
    assert list(batch.rows.values_list("number", "verdict")) == before


def test_applying_twice_applies_once(logger):
    batch = applied(logger, MANY)
    apply_batch(batch.pk)
    services.confirm_import(actor=logger, batch=batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state="confirmed")
    apply_batch(batch.pk)
    assert Activity.objects.count() == len(MANY)
    batch.refresh_from_db()
    assert batch.state == "done"


def test_one_refused_row_holds_up_none_of_the_others(logger):
    batch = judged(logger, MANY)
    services.confirm_import(actor=logger, batch=batch)
    row = batch.rows.get(number=9)
    factories.ActivityFactory(source=batch.source, source_id=row.source_id)  # somebody was faster
    apply_batch(batch.pk)
    row.refresh_from_db()
    assert row.refused == "This source has sent a record with this id already."
    assert row.applied_at is None
    assert batch.rows.exclude(applied_at=None).count() == len(MANY) - 1
    assert Activity.objects.filter(origin="import").count() == len(MANY) - 1


def test_the_history_says_who_imported(logger):
    batch = applied(logger, [GOOD])
    events = Activity.objects.get().events.all()
    assert [event.pgh_label for event in events] == ["insert"]
    assert events[0].pgh_context["user"] == logger.pk
    assert events[0].pgh_context["batch"] == batch.pk


def test_who_lost_the_post_applies_nothing_more(logger):
    batch = judged(logger, MANY)
    services.confirm_import(actor=logger, batch=batch)
    logger.holdings.update(until="2024-01-01")
    apply_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Activity.objects.count()) == ("stopped", 0)
    assert "no post" in batch.problem


def test_a_stopped_import_goes_on_when_asked(logger):
    batch = judged(logger, MANY)
    services.confirm_import(actor=logger, batch=batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state="stopped", problem="…", attempts=9)
    services.try_again(actor=logger, batch=batch)
    apply_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.problem, Activity.objects.count()) == ("done", "", len(MANY))


def test_work_that_breaks_off_each_time_is_given_up_with_a_sentence(logger):
    batch = uploaded(logger, csv_bytes([["id", "title"]]))
    ImportBatch.objects.filter(pk=batch.pk).update(attempts=starting.MOST_ATTEMPTS)
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, bool(batch.problem)) == ("unreadable", True)


def test_waiting_batches_are_those_nobody_touched_for_a_while(logger):
    fresh, old = uploaded(logger, b"id\n1\n"), uploaded(logger, b"id\n1\n")
    ImportBatch.objects.filter(pk=old.pk).update(touched_at="2026-01-01T00:00:00Z")
    assert list(starting.waiting()) == [old]
    assert fresh.state == "uploaded"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"id,title,kind,starts_on\n", "no rows below"),
        (b"\n\n", "no rows"),
        (b"number,name\n1,x\n", "Missing"),
        (b"id,title,kind,starts_on\n\xff\xff\n", "line 2"),
    ],
)
def test_an_unreadable_file_says_why(logger, content, word):
    batch = uploaded(logger, content)
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "unreadable"
    assert word in batch.problem
    assert not ImportRow.objects.exists()


def test_what_nothing_could_read_is_refused_at_once(logger):
    with pytest.raises(ValidationError) as refused:
        uploaded(logger, b"\x89PNG", name="photo.png")
    assert refused.value.code == "file_is_no_table"
    assert not ImportBatch.objects.exists()


def test_cancelling_forgets_the_file_and_its_rows(logger, django_capture_on_commit_callbacks):
    batch = judged(logger, [GOOD])
    name = batch.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_import(actor=logger, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), default_storage.exists(name)) == ("cancelled", 0, False)
    services.cancel_import(actor=logger, batch=batch)


def test_a_file_that_is_cancelled_while_it_is_read_leaves_nothing(logger, monkeypatch):
    from core.imports import judging

    batch = uploaded(logger, csv_bytes([list(GOOD), list(GOOD.values())]))
    write_all = judging._write_all

    def cancelled_meanwhile(*arguments):
        ImportBatch.objects.filter(pk=batch.pk).update(state="cancelled")
        return write_all(*arguments)

    monkeypatch.setattr(judging, "_write_all", cancelled_meanwhile)
    judge_batch(batch.pk)
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("state", ["uploaded", "unreadable", "cancelled", "stopped"])
def test_only_a_checked_import_is_confirmed(logger, state):
    batch = judged(logger, [GOOD])
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    with pytest.raises(ValidationError) as refused:
        services.confirm_import(actor=logger, batch=batch)
    assert refused.value.code == "import_moved_on"


def test_an_import_of_nothing_new_is_not_confirmed(logger):
    applied(logger, [GOOD])
    with pytest.raises(ValidationError) as refused:
        services.confirm_import(actor=logger, batch=judged(logger, [GOOD]))
    assert refused.value.code == "nothing_to_apply"


def test_an_applied_import_is_not_cancelled(logger):
    with pytest.raises(ValidationError) as refused:
        services.cancel_import(actor=logger, batch=applied(logger, [GOOD]))
    assert refused.value.code == "import_moved_on"


def test_a_hostile_file_name_becomes_no_path(logger):
    batch = uploaded(logger, b"id\n1\n", name="../../etc/\u202epasswd\x00.csv")
    assert batch.file.name.startswith("imports/")
    assert ".." not in batch.file.name
