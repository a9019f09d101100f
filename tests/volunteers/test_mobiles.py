import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from volunteers.mobiles import read_mobile

TYPED = [
    "13812345678", " 138 1234 5678 ", "138-1234-5678", "+8613812345678", "+86 138 1234 5678", "008613812345678",
    "8613812345678", "１３８１２３４５６７８", "＋８６－１３８１２３４５６７８", "(86) 138 1234 5678",
    "\u202d13812345678\u202c", "'13812345678", "+86-138.1234.5678",
]  # fmt: skip
WRONG = [
    "", "1381234567", "138123456789", "12812345678", "023-67890000", "+85213812345678", "1.38E+10", "13812345678.0",
    "1381234567x", "86", "+86", "8613812345", "００８６", "١٣٨١٢٣٤٥٦٧٨", "13812345678 13912345678",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_what_people_type(typed):
    assert read_mobile(typed) == "13812345678"


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_mobile(typed):
    with pytest.raises(ValidationError) as refusal:
        read_mobile(typed)
    assert refusal.value.code == "mobile_wrong"


@given(some.text(max_size=20))
def test_any_text_is_eleven_digits_or_a_refusal(text):
    try:
        found = read_mobile(text)
    except ValidationError as refusal:
        assert refusal.code == "mobile_wrong"  # noqa: PT017
    else:
        assert len(found) == 11
        assert read_mobile(found) == found
