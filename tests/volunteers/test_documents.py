"""Numbers of documents: what is taken, what is refused and how, and how we compare with a public library."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some
from stdnum import exceptions as refusals
from stdnum.cn import ric

from volunteers.documents import CHECKS, Document, check_character, read_document
from volunteers.kinds import DocumentKind

TODAY = date(2026, 11, 28)
SAMPLE = "11010519491231002X"


def number_of(region="500101", day="19900307", sequence="000"):
    digits = f"{region}{day}{sequence}"
    return digits + check_character(digits)


def read(text, kind="", **options):
    return read_document(kind, text, today=TODAY, **options)


def code_of(text, kind="", **options):
    with pytest.raises(ValidationError) as refusal:
        read(text, kind, **options)
    assert len(refusal.value.messages) == 1
    assert not text or text not in refusal.value.messages[0]
    return refusal.value.code


@pytest.mark.parametrize(
    ("kind", "number", "birth_date"),
    [
        ("resident_id", SAMPLE, date(1949, 12, 31)),
        ("resident_id", "440524188001010014", date(1880, 1, 1)),
        ("hong_kong_permit", "810000199408230021", date(1994, 8, 23)),
        ("taiwan_permit", "830000199201300022", date(1992, 1, 30)),
        ("macau_permit", number_of("820000"), date(1990, 3, 7)),
        ("foreign_resident", number_of("911840"), date(1990, 3, 7)),
        ("foreign_resident", "USA500090030700", None),
        ("resident_id", number_of(day="20000229"), date(2000, 2, 29)),
        ("resident_id", number_of(day="20261128"), TODAY),
        ("resident_id", number_of("000000"), date(1990, 3, 7)),
    ],
)
def test_good_numbers_say_their_kind_themselves(kind, number, birth_date):
    assert read(number) == read(number, kind) == Document(kind, number, birth_date)


@pytest.mark.parametrize("number", ["E12345678", "EA1234567", "G12345678"])
def test_chinese_passports_say_their_kind(number):
    assert read(number) == Document("passport", number, None)


@pytest.mark.parametrize("number", ["123456789", "C01X00T47", "AB1234567", "K1234567", "12345", "MS98765"])
def test_passports_of_other_countries_need_to_be_called_so(number):
    assert read(number, "passport").number == number
    assert code_of(number) in {"document_wrong", "document_wrong_length"}


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        "\ufeff11010519491231002X\u200b",
        "'11010519491231002X",
        "’11010519491231002x",
        "110105\u300019491231\u3000002X",
        "110105—19491231–002X",
        "11010519491231002×",
        "11010519491231002Х",  # a Cyrillic letter
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
    ],
)
def test_what_people_type_becomes_one_spelling(typed):
    assert read(typed) == read(typed, "resident_id") == read(SAMPLE)


def test_a_passport_is_normalised_too():
    assert read(" ea 123-4567 ", "passport").number == "EA1234567"
    assert read("usa 5000 900307 00", "foreign_resident").number == "USA500090030700"


FAULTS = [
    ("", "", "document_wrong_length"),
    ("   ", "resident_id", "document_wrong_length"),
    ("1101051949123100", "", "document_wrong_length"),
    (SAMPLE + "1", "resident_id", "document_wrong_length"),
    ("13812345678", "", "document_wrong_length"),
    ("8100001994082300", "hong_kong_permit", "document_wrong_length"),
    ("US500090030700", "foreign_resident", "document_wrong_length"),
    ("110105194912310021", "", "document_wrong_check"),
    ("11010591491231002X", "", "document_wrong_check"),
    ("11015019491231002X", "resident_id", "document_wrong_check"),
    (number_of(day="19900230"), "", "document_wrong_date"),
    (number_of(day="19001301"), "", "document_wrong_date"),
    (number_of(day="19000229"), "", "document_wrong_date"),
    (number_of(day="20261129"), "", "document_wrong_date"),
    (number_of(day="18491231"), "", "document_wrong_date"),
    (number_of(day="00000101"), "", "document_wrong_date"),
    (number_of("710000"), "taiwan_permit", "document_wrong_prefix"),
    (number_of("710000"), "", "document_wrong_prefix"),
    (number_of("710000"), "resident_id", "document_wrong_prefix"),
    (number_of("810000"), "resident_id", "document_wrong_prefix"),
    (number_of("810000"), "macau_permit", "document_wrong_prefix"),
    (number_of("510000"), "hong_kong_permit", "document_wrong_prefix"),
    (number_of("911840"), "resident_id", "document_wrong_prefix"),
    (SAMPLE, "foreign_resident", "document_wrong_prefix"),
    (SAMPLE, "passport", "document_wrong_prefix"),
    ("110105491231002", "", "document_fifteen_digits"),
    ("110105491231002", "resident_id", "document_fifteen_digits"),
    ("110105491231002", "taiwan_permit", "document_wrong_length"),
    ("4.4E+17", "", "document_scientific"),
    ("4.40524E+17", "resident_id", "document_scientific"),
    ("4,40524e17", "resident_id", "document_scientific"),
    ("4.4052418800101E+17", "", "document_scientific"),
    ("4.405241880010E+17", "", "document_scientific"),
    ("110105194912310000", "", "document_scientific"),
    ("1101051949X231002X", "", "document_wrong"),
    ("11010519491231002A", "", "document_wrong"),
    ("1101o519491231002X", "", "document_wrong"),
    ("张伟张伟张伟张伟张伟张伟张伟张伟张伟", "", "document_wrong"),
    ("+1010519491231002X", "", "document_wrong"),
    ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "", "document_wrong"),
    ("1234", "passport", "document_wrong"),
    ("ABCDEFGH1", "passport", "document_wrong"),
    ("1234567890", "passport", "document_wrong"),
    ("C01X00T47", "", "document_wrong"),
]


@pytest.mark.parametrize(("text", "kind", "code"), FAULTS)
def test_faults(text, kind, code):
    assert code_of(text, kind) == code


def test_fifteen_digits_become_eighteen_where_they_are_allowed():
    assert read("110105491231002", fifteen_digits=True) == read(SAMPLE)
    assert code_of("110105491331002", fifteen_digits=True) == "document_wrong_date"
    assert code_of("110105491231002", "passport", fifteen_digits=True) == "document_wrong"


def test_a_wrong_kind_is_named():
    with pytest.raises(ValidationError, match="residence permit for Macau residents"):
        read(number_of("820000"), "resident_id")


def test_nothing_but_the_birth_date_is_read():
    assert set(Document.__dataclass_fields__) == {"kind", "number", "birth_date"}


days = some.dates(date(1850, 1, 1), TODAY).map(lambda day: f"{day:%Y%m%d}".zfill(8))
regions = some.from_regex("[0-6][0-9]{5}", fullmatch=True)
sequences = some.from_regex("[0-9]{3}", fullmatch=True)
numbers = some.builds(number_of, regions, days, sequences)


@given(numbers)
def test_every_number_with_its_check_is_taken(number):
    found = read(number)
    assert (found.kind, found.number, f"{found.birth_date:%Y%m%d}".zfill(8)) == ("resident_id", number, number[6:14])
    assert read(number.lower()) == read(f" {number[:6]} {number[6:14]}-{number[14:]}") == found


@given(numbers, some.integers(0, 17), some.sampled_from(CHECKS))
def test_one_wrong_character_is_always_found(number, place, character):
    wrong = f"{number[:place]}{character}{number[place + 1 :]}"
    if wrong != number:
        assert code_of(wrong).startswith("document_")


@given(numbers, some.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(number, place):
    wrong = f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}"
    if wrong != number:
        assert code_of(wrong).startswith("document_")


@given(some.text(max_size=30), some.sampled_from(["", *DocumentKind.values]), some.booleans())
def test_any_text_is_a_document_or_a_refusal_with_a_code(text, kind, fifteen_digits):
    try:
        found = read_document(kind, text, today=TODAY, fifteen_digits=fifteen_digits)
    except ValidationError as refusal:
        assert refusal.code.startswith("document_")  # noqa: PT017
    else:
        assert found.kind in DocumentKind.values
        assert read_document(found.kind, found.number, today=TODAY) == found


@given(some.from_regex(r"[A-Z]{0,3}[0-9]{4,18}X?", fullmatch=True))
def test_a_number_fits_one_kind_only(text):
    """So that the blind index needs no kind: nobody is registered twice under a mistaken one."""
    fitting = set()
    for kind in DocumentKind.values:
        try:
            fitting.add(read(text, kind).kind)
        except ValidationError:
            continue
    assert len(fitting) <= 1


def random_number(drawn: random.Random) -> str:
    """Good ones and near misses: of a known county or not, of any day, the check sometimes wrong."""
    region = drawn.choice(("110105", "500101", "510107", "440524", "810000", f"{drawn.randrange(10**6):06}"))
    day = date(1840, 1, 1) + timedelta(drawn.randrange(70_000))
    digits = f"{region}{day:%Y%m%d}{drawn.randrange(1000):03}"
    if drawn.random() < 0.1:
        digits = digits[:10] + f"{drawn.randrange(10_000):04}" + digits[14:]
    return digits + (check_character(digits) if drawn.random() < 0.8 else drawn.choice(CHECKS))


def ours(number):
    try:
        read(number)
    except ValidationError as refusal:
        return refusal.code
    return ""


def theirs(number):
    try:
        ric.validate(number)
    except refusals.ValidationError as refusal:
        return type(refusal).__name__
    except KeyError:
        return "KeyError"
    return ""


@pytest.mark.slow
def test_200_000_numbers_beside_a_public_library():
    drawn = random.Random(20261128)
    differences = {}
    for _turn in range(200_000):
        number = random_number(drawn)
        pair = ours(number), theirs(number)
        if bool(pair[0]) != bool(pair[1]):
            differences.setdefault(pair, []).append(number)
    places = ("InvalidComponent", "KeyError")
    assert set(differences) == {
        ("", "InvalidComponent"),  # a county that is not in its list
        ("", "KeyError"),  # a county that is not in its list, of a province that is
        ("document_wrong_date", ""),  # before 1850 or still to come
    }
    assert all(not is_place(number) for answer in places for number in differences["", answer])
    days = [date.fromisoformat(f"{n[6:10]}-{n[10:12]}-{n[12:14]}") for n in differences["document_wrong_date", ""]]
    assert all(day.year < 1850 or day > TODAY for day in days)


def is_place(number):
    try:
        return bool(ric.get_birth_place(number))
    except (refusals.InvalidComponent, KeyError):
        return False
