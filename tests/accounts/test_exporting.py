import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from accounts.services.exporting import take_out
from belts.models import Region
from core.exports import Column
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def taker():
    factories.CountyFactory.create_batch(3)
    return factories.UserFactory(name="张三")


def take(taker, **given):
    rows = Region.objects.filter(level="county").order_by("code")
    given = {
        "name": "counties",
        "rows": rows,
        "description": "all",
        "counting": "One row is one county.",
        "columns": [Column("Name", "What it is called.", str)],
        "lines": rows.iterator(),
    } | given
    return take_out(actor=taker, **given)


def test_what_is_taken_out_stands_in_the_file_and_in_the_audit(taker):
    table = take(taker)

    assert table.name.startswith("counties 20")
    assert [name for name, _text in table.facts] == ["Filters", "As of", "Rows", "Made by", "Counting"]
    assert dict(table.facts)["Made by"].startswith("张三")
    assert (len(list(table.cells())), table.mark) == (3, "")
    entry = AuditEntry.objects.get(action="export")
    assert (entry.actor, entry.target, entry.reason) == (taker, "counties: all", "3")


def test_a_purpose_marks_the_file_and_stands_in_the_audit(taker):
    table = take(taker, purpose="核对 2026 年表彰名单")

    assert dict(table.facts)["Purpose"] == "核对 2026 年表彰名单"
    assert table.mark.startswith("Exported by 张三")
    assert table.mark.endswith("for: 核对 2026 年表彰名单")
    assert dict(table.facts)["As of"] in table.mark
    assert AuditEntry.objects.get(action="export").reason == "3 · 核对 2026 年表彰名单"


def test_more_rows_than_the_cap_leave_neither_file_nor_entry(taker):
    with pytest.raises(ValidationError) as refused:
        take(taker, most=2)
    assert refused.value.code == "too_many_rows"
    assert not AuditEntry.objects.filter(action="export").exists()
