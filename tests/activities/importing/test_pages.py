"""The pages of an import, without scripts."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from activities.importing.columns import COLUMNS
from core import work
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests.activities.importing.conftest import GOOD
from tests.importing import applied, csv_bytes, judged, xlsx_bytes

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def signed_in(client, logger):
    client.force_login(logger)
    return client


def page(batch, query=""):
    return reverse("activities:import", args=[batch.pk]) + query


def step(name, batch):
    return reverse(f"activities:import_{name}", args=[batch.pk])


def upload(client, content, name="台账.csv", source="台账"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("activities:import_new"), {"file": file, "source": source})


def test_from_upload_to_records(signed_in):
    content = csv_bytes([list(GOOD), list(GOOD.values())])
    answer = upload(signed_in, content)
    batch = ImportBatch.objects.get()
    assert answer.url == page(batch)
    assert "Being read" in signed_in.get(page(batch)).content.decode()
    judge_batch(batch.pk)
    text = signed_in.get(page(batch)).content.decode()
    assert GOOD["title"] in text
    assert "Apply 1 row" in text
    assert signed_in.post(step("confirm", batch)).url == page(batch)
    assert "Being applied: 0 of 1 rows" in signed_in.get(page(batch)).content.decode()
    apply_batch(batch.pk)
    batch.refresh_from_db()
    text = signed_in.get(page(batch)).content.decode()
    assert reverse("activities:detail", args=[batch.rows.get().target_id]) in text
    assert "hx-trigger" not in text.split("<main")[1].split("</main>")[0]


def test_a_refused_file_is_explained_on_the_form(signed_in):
    for content, name, word in [
        (b"\x89PNG", "photo.png", "neither a workbook"),
        (b"", "a.csv", "empty"),
        (b"PK\x03\x04broken", "a.xlsx", "cannot be read"),
    ]:
        answer = upload(signed_in, content, name)
        assert (answer.status_code, word in answer.content.decode()) == (200, True)
    assert not ImportBatch.objects.exists()


def test_a_source_is_needed(signed_in):
    assert "source" in upload(signed_in, b"id\n1\n", source=" ").context["form"].errors
    assert "source" in upload(signed_in, b"id\n1\n", source="长" * 101).context["form"].errors
    assert "source" in upload(signed_in, b"id\n1\n", source="a\x00b").context["form"].errors


def test_a_problem_stands_in_the_place_of_its_cell(signed_in, logger):
    batch = judged(logger, [GOOD | {"starts_on": "三月"}])
    cells = next(iter(signed_in.get(page(batch)).context["table"]["rows"])).cells
    wrong = next(cell for cell in cells if cell.problems)
    assert (wrong.text, wrong.problems[0]["code"]) == ("三月", "not_a_day")


def test_script_tags_in_a_file_are_shown_as_text(signed_in, logger):
    batch = judged(logger, [GOOD | {"title": "<script>alert(1)</script>", "kind": "<b>x</b>"}])
    text = signed_in.get(page(batch)).content.decode()
    assert "<script>alert" not in text
    assert "<b>x</b>" not in text
    assert "&lt;script&gt;" in text


def test_rows_are_filtered_by_verdict_and_paged(signed_in, logger):
    rows = [GOOD | {"id": str(number)} for number in range(60)]
    rows[7]["kind"] = "meeting"
    rows[8]["task"] = ""
    batch = judged(logger, rows)
    numbers = lambda query: [shown.row.number for shown in signed_in.get(page(batch, query)).context["table"]["rows"]]  # noqa: E731
    assert numbers("") == list(range(2, 52))
    later = signed_in.get(page(batch)).context["page"].later
    assert numbers(f"?cursor={later}") == list(range(52, 62))
    assert numbers("?verdict=error") == [9]
    assert numbers("?verdict=warning") == [10]
    assert numbers("?verdict=same") == []
    assert signed_in.get(page(batch, "?verdict=nonsense")).status_code == 404
    assert signed_in.get(page(batch, "?cursor=nonsense")).status_code == 400


def test_the_fragment_is_the_same_part_of_the_page(signed_in, logger):
    batch = judged(logger, [GOOD])
    whole = signed_in.get(page(batch)).content.decode()
    fragment = signed_in.get(page(batch), **HTMX).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in whole


def test_progress_is_polled_and_at_its_end_the_page_is_loaded_again(signed_in, logger):
    batch = judged(logger, [GOOD])
    ImportBatch.objects.update(state="uploaded")
    answer = signed_in.get(page(batch, "?progress=1"), **HTMX)
    assert "every 2s" in answer.content.decode()
    assert "HX-Refresh" not in answer
    ImportBatch.objects.update(state="checked")
    assert signed_in.get(page(batch, "?progress=1"), **HTMX)["HX-Refresh"] == "true"


def test_words_are_decided_on_the_page(signed_in, logger):
    batch = judged(logger, [GOOD | {"kind": "meeting", "brand": "资足常乐"}])
    text = signed_in.get(page(batch)).content.decode()
    assert "meeting" in text
    data = {"kind-word0": "map:other", "brand-word0": "", "brand-word1": "create"}
    assert signed_in.post(step("words", batch), data).status_code == 302
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.decisions == {"kind": {"meeting": "map:other"}, "brand": {"资足常乐": "create"}}
    assert batch.totals == {"new": 1}


def test_a_choice_that_was_not_offered_is_refused(signed_in, logger):
    batch = judged(logger, [GOOD | {"kind": "meeting"}])
    answer = signed_in.post(step("words", batch), {"kind-word0": "map:nonsense"}, follow=True)
    assert "not on the list" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.decisions == {}


def test_a_step_that_came_too_late_says_so(signed_in, logger):
    batch = applied(logger, [GOOD])
    answer = signed_in.post(step("cancel", batch), follow=True)
    assert "Open it again" in answer.content.decode()


def test_the_list_shows_own_files_only(signed_in, logger, counties):
    from tests import factories

    judged(logger, [GOOD])
    judged(factories.logger(counties["own"]), [GOOD])
    assert len(signed_in.get(reverse("activities:imports")).context["page"]) == 1


def test_the_list_costs_the_same_with_one_file_and_with_three(signed_in, logger, django_assert_num_queries):
    from tests import factories

    for count in (1, 3):
        while ImportBatch.objects.count() < count:
            factories.ImportBatchFactory(created_by=logger)
        signed_in.get(reverse("activities:imports"))
        with django_assert_num_queries(5):
            signed_in.get(reverse("activities:imports"))


def test_the_page_costs_the_same_with_one_row_and_with_three(signed_in, logger, django_assert_num_queries):
    for count in (1, 3):
        batch = judged(logger, [GOOD | {"id": str(number)} for number in range(count)])
        signed_in.get(page(batch))
        with django_assert_num_queries(6):
            signed_in.get(page(batch))


def test_the_template_can_be_filled_in_and_uploaded_as_it_is(signed_in, counties):
    answer = signed_in.get(reverse("activities:import_template"))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheet_names) == 3
    header = book.get_sheet_by_index(0).to_python()[0]
    assert header == [f"{column.label}*" if column.required else column.label for column in COLUMNS]
    example = book.get_sheet_by_index(2).to_python()
    upload(signed_in, xlsx_bytes(example), "template.xlsx")
    batch = ImportBatch.objects.get()
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == ("checked", "")


def test_the_result_is_a_workbook_of_every_row(signed_in, logger):
    rows = [GOOD, GOOD | {"id": "2", "title": "=1+1", "kind": "meeting"}]
    batch = applied(logger, rows)
    answer = signed_in.get(step("result", batch))
    lines = (
        CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert [line[:3] for line in lines[1:]] == [[2.0, "new", "applied"], [3.0, "error", "left out"]]
    assert "is not known" in lines[2][3]
    target = batch.rows.get(number=2).target_id
    assert lines[1][4] == target
    assert lines[1][5].endswith(f"/activities/{target}/")
    assert "=1+1" in lines[2]


def test_a_file_that_waits_for_its_uploader_is_work_on_the_first_page(signed_in, logger):
    batch = judged(logger, [GOOD])
    assert page(batch) in signed_in.get("/").content.decode()
    applied(logger, [GOOD | {"id": "2"}])
    assert len([item for item in work.items_for(logger) if "imports" in item.url]) == 1
