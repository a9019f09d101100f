import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.venues.lending import (
    HERE,
    READER,
    borrowed,
    kept,
    moment,
    recount,
    returned,
    take,
    three_libraries,
    transferred,
)
from venues.models import LibraryDay, LibraryItem, LibraryMovement
from venues.services.library_closing import close_day
from venues.services.movements import Movement

DAY = "2025-03-01"


@pytest.mark.django_db
class TestOneItem:
    @pytest.fixture(autouse=True)
    def _libraries(self, db):
        self.rongchang, self.hechuan, self.longchang = three_libraries()

    def custody(self):
        return list(LibraryItem.objects.values_list("item", "holder__code", "on_loan"))

    def test_lent_here_and_returned_across_the_border_it_lives_there(self):
        loan = borrowed(self.rongchang, "1", moment(DAY))
        back = returned(self.longchang, "1", moment(DAY, "15:00"), owner=self.rongchang)
        assert take(loan).verdicts == [""]
        assert self.custody() == [("B1", "RC", True)]
        assert take(back).verdicts == [""]
        assert self.custody() == [("B1", "LC", False)]
        assert kept() == recount([loan, back])

    def test_an_item_that_is_simply_at_home_has_no_row(self):
        take(borrowed(self.rongchang, "1", moment(DAY)), returned(self.rongchang, "2", moment(DAY, "15:00")))
        assert self.custody() == []
        assert LibraryMovement.objects.count() == 2

    def test_a_transaction_counts_once_however_often_it_is_sent(self):
        loan = borrowed(self.rongchang, "1", moment(DAY))
        take(loan)
        assert take(loan).verdicts == ["same"]
        assert kept() == recount([loan])

    def test_the_same_number_with_other_words_is_refused_and_the_first_stands(self):
        loan = borrowed(self.rongchang, "1", moment(DAY))
        take(loan)
        assert take(loan._replace(item="B2")).verdicts == ["differs"]
        assert take(loan._replace(reader="cd" * 32)).verdicts == ["differs"]
        assert kept() == recount([loan])

    def test_the_same_number_of_another_library_is_another_transaction(self):
        assert take(borrowed(self.rongchang, "1", moment(DAY)), borrowed(self.hechuan, "1", moment(DAY))).verdicts == [
            "",
            "",
        ]

    @pytest.mark.parametrize(
        "reason", ["returned_before_borrowed", "borrowed_twice", "held_elsewhere", "moved_on_loan"]
    )
    def test_what_cannot_be_is_kept_aside_and_taken_up_when_the_missing_row_comes(self, reason):
        lent = borrowed(self.rongchang, "1", moment(DAY, "09:00"))
        back = returned(self.rongchang, "2", moment(DAY, "10:00"))
        sent = transferred(self.rongchang, self.longchang, "3", moment(DAY, "11:00"))
        again = borrowed(self.rongchang, "4", moment(DAY, "12:00"))
        there = borrowed(self.longchang, "5", moment(DAY, "12:00"), owner=self.rongchang)
        first, missing, impossible = {
            "returned_before_borrowed": ([], lent, back),
            "borrowed_twice": ([lent], back, again),
            "held_elsewhere": ([lent, back], sent, there),
            "moved_on_loan": ([lent], back, sent),
        }[reason]

        take(*first)
        assert take(impossible).verdicts == [reason]
        assert kept() == recount([*first, impossible])
        taken = take(missing)
        assert (taken.verdicts, taken.taken_up) == ([""], 1)
        assert kept() == recount([*first, missing, impossible])
        assert not LibraryMovement.objects.exclude(aside="").exists()

    def test_a_late_row_may_put_aside_what_counted(self):
        lent = borrowed(self.rongchang, "2", moment(DAY, "12:00"))
        take(lent)
        gone = transferred(self.rongchang, self.longchang, "1", moment(DAY, "09:00"))
        assert take(gone).verdicts == [""]
        assert LibraryMovement.objects.get(number="2").aside == "held_elsewhere"
        assert kept() == recount([lent, gone])

    def test_numbers_tell_which_was_first_within_a_second(self):
        assert take(
            returned(self.rongchang, "10", moment(DAY)), borrowed(self.rongchang, "9", moment(DAY))
        ).verdicts == ["", ""]

    def test_days_are_those_of_the_place(self):
        take(borrowed(self.rongchang, "1", "2025-03-31T16:30:00+00:00"))  # 00:30 on 1 April in Chongqing
        assert LibraryDay.objects.get().day == dt.date(2025, 4, 1)
        assert next(iter(kept()["flows"]))[0] == dt.date(2025, 4, 1)

    def test_the_database_keeps_libraries_and_what_a_kind_needs(self):
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
            self.rongchang.delete()
        with pytest.raises(IntegrityError, match="has_what_its_kind_needs"), transaction.atomic():
            take(Movement(self.rongchang.pk, "1", "borrowed", moment(DAY), self.rongchang.pk, "B", None, READER))
        with pytest.raises(IntegrityError, match="not_simply_at_home"), transaction.atomic():
            LibraryItem.objects.create(owner=self.rongchang, holder=self.rongchang, item="B", on_loan=False)


# Few libraries, items and moments, so that sequences meet: also at one moment, at midnight and at the turn of a month.
MOMENTS = [
    dt.datetime(2025, 3, 31, 23, 59, tzinfo=HERE),
    *(dt.datetime(2025, 4, 1, hour, tzinfo=HERE) for hour in (0, 9, 10, 11)),
    dt.datetime(2025, 4, 2, 9, tzinfo=HERE),
]
TRANSACTION = st.tuples(
    st.sampled_from(["borrowed", "borrowed", "returned", "returned", "transferred"]),
    st.integers(0, 2),
    st.integers(1, 2),
    st.sampled_from(MOMENTS),
    st.integers(0, 1),
    st.integers(0, 2),
)


class TestAnyOrder(TestCase):
    """Which transactions there are decides, not the order or the batches in which they came, nor how often."""

    @given(drawn=st.lists(TRANSACTION, max_size=14), data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_any_order_of_arrival_gives_what_a_recount_gives(self, drawn, data):
        libraries = three_libraries()
        movements = [_made(libraries, number, *row) for number, row in enumerate(drawn)]
        arriving = data.draw(st.permutations(movements))
        while arriving:
            size = data.draw(st.integers(1, len(arriving)))
            again = data.draw(st.lists(st.sampled_from(movements), max_size=2, unique=True))
            take(*dict.fromkeys([*arriving[:size], *again]))
            arriving = [row for row in arriving[size:] if row not in again]
        assert kept() == recount(movements)


class TestClosing(TestCase):
    """Days that are closed once all their rows are here: what comes later, in whatever order, counts as before."""

    @given(drawn=st.lists(TRANSACTION, min_size=4, max_size=14), data=st.data())
    @settings(max_examples=40, deadline=None)
    def test_closing_changes_no_figure_and_no_custody(self, drawn, data):
        libraries = three_libraries()
        movements = [_made(libraries, number, *row) for number, row in enumerate(drawn)]
        closed = [row for row in movements if dt.datetime.fromisoformat(row.at).day == 31]
        others = [row for row in data.draw(st.permutations(movements)) if row not in closed]
        early = data.draw(st.integers(0, len(others)))
        take(*data.draw(st.permutations([*closed, *others[:early]])))
        close_day(day=dt.date(2025, 3, 31))
        take(*others[early:])
        counted, whole = kept(), recount(movements)
        for table in ("items", "flows", "days", "stays"):
            assert counted[table] == whole[table]
        assert counted["asides"] == {key: whole["asides"][key] for key in counted["asides"]}


def _made(libraries, number, kind, place, step, at, item, owner):
    library, other = libraries[place], libraries[(place + step) % 3]
    number, at, item, owner = str(number), at.isoformat(), f"B{item}", libraries[owner]
    if kind == "borrowed":
        return borrowed(library, number, at, item, owner=owner, home=other)
    if kind == "returned":
        return returned(library, number, at, item, owner=owner)
    return transferred(library, other, number, at, item, owner=owner)
