"""Numbers of identity documents: what was typed becomes one spelling, or a refusal that says what to do.

- **Resident identity card** (GB 11643): 17 digits and a check character (ISO 7064 MOD 11-2). The first six digits are
  never looked up: codes were abolished and given again, and a person keeps the number of a county that is gone.
- **Residence permits** of Hong Kong, Macau and Taiwan residents: the same form under 810000, 820000 and 830000;
  710000 is a common mistake for the last.
- **Permanent resident card of a foreigner**: since December 2023 the same form, beginning with 9; before that three
  letters and twelve digits, of which only the form is looked at, because published accounts of what the digits mean
  differ.
- **Passport**: up to nine letters and digits (ICAO 9303), at least two of them digits.

A number fits one kind only, so that the kind follows from it, but for passports. Of a number nothing is read but the
birth date: no region, no place, no sex.

How this differs from ``stdnum.cn.ric`` (python-stdnum), tried on 200,000 random numbers (tests/volunteers): stdnum
looks the first six digits up in a list of counties and refuses what is not in it; it takes birth dates of any year,
also to come, and permits as resident cards. On length, digits, check character and existing dates the two agree.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from volunteers.kinds import DocumentKind

FIRST_YEAR = 1850  # a published sample is of 1880; nobody who registers is older
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PREFIXES = {
    "810000": DocumentKind.HONG_KONG_PERMIT.value,
    "820000": DocumentKind.MACAU_PERMIT.value,
    "830000": DocumentKind.TAIWAN_PERMIT.value,
}
WRONG_TAIWAN_PREFIX = "710000"
RESIDENT, FOREIGN, PASSPORT = (
    DocumentKind.RESIDENT_ID.value,
    DocumentKind.FOREIGN_RESIDENT.value,
    DocumentKind.PASSPORT.value,
)

IGNORED = re.compile(r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212\u2060\ufeff'’‘`_–—-]+")
SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E\+?[0-9]{1,2}")
OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}")
PASSPORT_FORM = re.compile(r"(?=(?:[A-Z]*[0-9]){2})[A-Z0-9]{5,9}")
CHINESE_PASSPORT = re.compile(r"[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}")
LIKE_X = str.maketrans("×ХχΧ", "XXXX")  # the sign of multiplication, and letters of other alphabets


@dataclass(frozen=True, slots=True)
class Document:
    """``birth_date`` is None where the number does not hold one."""

    kind: str
    number: str
    birth_date: date | None


def _weighed(first: int, count: int) -> dict[str, int]:
    """What each text of ``count`` digits at place ``first`` adds to the sum of the check."""
    places = range(count)
    texts = (str(value).zfill(count) for value in range(10**count))
    return {text: sum(int(text[place]) * WEIGHTS[first + place] for place in places) for text in texts}


# Half a million rows go through here: the sum of 17 products is five look-ups.
FIRST, SECOND, SEQUENCE = _weighed(0, 3), _weighed(3, 3), _weighed(14, 3)
_days: dict[str, tuple[date, int]] = {}  # the days met so far with their part of the sum: at most those since 1900
KIND_OF_PREFIX = PREFIXES | {WRONG_TAIWAN_PREFIX: ""}


def read_document(kind: str, text: str, *, today: date, fifteen_digits: bool = False) -> Document:
    """The document that a text means; ``kind`` may be "" where the number itself is to say it.

    ``fifteen_digits`` takes resident numbers of before 1999 and gives them the 18 digits they have now. Raises a
    ValidationError whose code begins with ``document_``.
    """
    number = text if len(text) == 18 and text.isascii() else _plain(text)
    if len(number) != 18:
        return _other_length(kind, number, today, fifteen_digits)
    try:
        total = FIRST[number[:3]] + SECOND[number[3:6]] + SEQUENCE[number[14:17]]
        day, weighed = _days.get(number[6:14]) or _day(number[6:14])
    except KeyError:
        return _unreadable(kind, text, number, today, fifteen_digits)
    if CHECKS[(total + weighed) % 11] != number[17]:
        return _wrong_check(kind, text, number, today, fifteen_digits)
    own = KIND_OF_PREFIX.get(number[:6]) if number[0] in "78" else FOREIGN if number[0] == "9" else RESIDENT
    own = RESIDENT if own is None else own
    if not own or (kind and kind != own):
        raise _wrong_prefix(kind, own)
    if day > today:
        raise _wrong_date()
    return Document(own, number, day)


def _plain(text: str) -> str:
    """Without spaces, dashes and the apostrophe that spreadsheets put before a text; plain and upper-case."""
    plain = IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain if plain.isascii() else plain.translate(LIKE_X)


def _day(text: str) -> tuple[date, int]:
    """The day that eight digits name, with their part of the sum. A KeyError for what are not digits."""
    if not (text.isascii() and text.isdigit()):
        raise KeyError(text)
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise _wrong_date() from None
    if day.year < FIRST_YEAR:
        raise _wrong_date()
    _days[text] = day, sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS[6:14], strict=True))
    return _days[text]


def _unreadable(kind: str, text: str, number: str, today: date, fifteen_digits: bool) -> Document:
    """18 characters that are not 17 digits and a check: written with a lower-case x or spaces, or something else."""
    plain = _plain(text)
    if plain != number:
        return read_document(kind, plain, today=today, fifteen_digits=fifteen_digits)
    if SCIENTIFIC.fullmatch(plain):
        raise _scientific()
    raise _wrong()


def _wrong_check(kind: str, text: str, number: str, today: date, fifteen_digits: bool) -> Document:
    if number[17].islower():
        return read_document(kind, number.upper(), today=today, fifteen_digits=fifteen_digits)
    if number[17] not in CHECKS:
        return _unreadable(kind, text, number, today, fifteen_digits)
    if number.endswith("000"):
        raise _scientific()  # a spreadsheet keeps fifteen digits of a number and writes 0 for the rest
    raise ValidationError(
        _("The number does not fit its last character, so a digit is wrong or two have changed places. Compare it."),
        code="document_wrong_check",
    )


def _other_length(kind: str, number: str, today: date, fifteen_digits: bool) -> Document:
    if SCIENTIFIC.fullmatch(number):
        raise _scientific()
    if kind == PASSPORT or (not kind and CHINESE_PASSPORT.fullmatch(number)):
        if PASSPORT_FORM.fullmatch(number):
            return Document(PASSPORT, number, None)
        raise ValidationError(
            _("A passport number has 5 to 9 letters and digits. Write it as it stands in the passport."),
            code="document_wrong",
        )
    if kind in {"", FOREIGN} and OLD_FOREIGN.fullmatch(number):
        return Document(FOREIGN, number, None)
    if len(number) == 15 and number.isdigit() and kind in {"", RESIDENT}:
        return _from_fifteen(number, today, fifteen_digits)
    if not kind and re.search("[A-WYZ]", number):
        raise ValidationError(
            _("From this number alone the kind of document cannot be told. Say which one it is."), code="document_wrong"
        )
    raise _wrong_length(kind, len(number))


def _from_fifteen(number: str, today: date, fifteen_digits: bool) -> Document:
    """The number of before 1999 with the century and the check character it was given since."""
    if not fifteen_digits:
        raise ValidationError(
            _("This is a number of 15 digits, which are no longer valid. Write the 18 characters of the present card."),
            code="document_fifteen_digits",
        )
    longer = f"{number[:6]}19{number[6:]}"
    return read_document(RESIDENT, longer + check_character(longer), today=today)


def check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 for 17 digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def _wrong_length(kind: str, length: int) -> ValidationError:
    if kind == FOREIGN:
        message = _(
            "The card has 18 digits, or before 2023 three letters and 12 digits. These are %(length)s characters."
        )
    else:
        message = _("The number has 18 characters. These are %(length)s.")
    return ValidationError(message % {"length": length}, code="document_wrong_length")


def _wrong_prefix(kind: str, own: str) -> ValidationError:
    if not own:
        message = _("Residence permits for Taiwan residents begin with 830000, not with 710000. Compare the number.")
    elif kind == PASSPORT:
        message = _("A passport number has 5 to 9 letters and digits. This number belongs to: %(kind)s.")
    else:
        message = _(
            "This number belongs to another kind of document: %(kind)s. Choose that kind, or compare the number."
        )
    label = DocumentKind(own).label if own else ""
    return ValidationError(message % {"kind": label}, code="document_wrong_prefix")


def _wrong_date() -> ValidationError:
    return ValidationError(
        _("The birth date in the number (7th to 14th digit) does not exist, lies before 1850 or is still to come."),
        code="document_wrong_date",
    )


def _scientific() -> ValidationError:
    return ValidationError(
        _("A spreadsheet has rounded this number, and its last digits are lost. Make the column text, type it again."),
        code="document_scientific",
    )


def _wrong() -> ValidationError:
    return ValidationError(
        _("This is not the number of a document. It has 17 digits and, at the end, a digit or X."),
        code="document_wrong",
    )
