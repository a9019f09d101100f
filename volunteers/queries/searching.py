"""What staff type to find somebody: a name, its pinyin or initials, a volunteer number, the end of a mobile."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.search import LONGEST_QUERY, Words, matching
from volunteers import vault
from volunteers.models import Identity, Volunteer
from volunteers.names import ONE_HAN
from volunteers.numbers import read_number

NUMBER, TAIL, NAME, KEYS = "number", "tail", "name", "keys"
ONE_NUMBER = re.compile(r"[0-9][0-9\s-]*")
NUMBER_DIGITS, TAIL_DIGITS = 12, 4


def read_search(text: str) -> list[tuple[str, str]]:
    """(what, word) for each word of a search. Raises ValidationError for what would find half the registry or nothing.

    Whole mobiles and documents are refused: an address that is asked for stands in histories of browsers.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_QUERY]).strip().lower()
    digits = re.sub(r"[\s-]", "", plain)
    if ONE_NUMBER.fullmatch(plain) and len(digits) >= NUMBER_DIGITS:
        return [_number(digits)]
    return [_word(word) for word in plain.split()]


def _number(digits):
    if len(digits) != NUMBER_DIGITS:
        raise _refusal()
    return NUMBER, read_number(digits)


def _word(word):
    if word.isascii() and any(letter.isdigit() for letter in word):
        if word.isdigit() and len(word) == TAIL_DIGITS:
            return TAIL, word
        if word.isdigit() and len(word) == NUMBER_DIGITS:
            return NUMBER, read_number(word)
        raise _refusal()
    if len(word) < 2:
        raise ValidationError(
            _("Write at least two characters of the name: 张伟, zhangwei or zw."), code="search_too_short"
        )
    return (NAME, word) if ONE_HAN.search(word) else (KEYS, _folded(word))


def _folded(word):
    """As the keys are kept: letters without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if letter.isalpha())


def _refusal():
    return ValidationError(
        _("Of numbers, write the twelve digits of a volunteer number or the last four of a mobile."),
        code="search_number_wrong",
    )


def found_by(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The rows that fit every word of the search; a number finds the registration that it stands for today.

    Who it is stands in a table of its own, which is asked first and by its indexes: joined from outside, it would be
    read from end to end.
    """
    who: QuerySet[Any] = Identity.objects.all()
    known = False
    for what, word in read_search(text):
        if what == NUMBER:
            rows = _by_number(rows, word)
        else:
            who, known = _FINDERS[what](who, word), True
    return rows.filter(pk__in=who.values("pk")) if known else rows


def _by_number(rows, number):
    known = Volunteer.objects.filter(volunteer_no=number)
    return rows.filter(pk__in=known.values_list(Coalesce("merged_into", "pk"), flat=True))


_FINDERS: dict[str, Callable[[QuerySet[Any], str], QuerySet[Any]]] = {
    TAIL: lambda who, tail: who.filter(mobile_tail__in=vault.tail_indexes(tail)),
    NAME: lambda who, word: matching(who, ("name",), word),
    KEYS: lambda who, word: who.alias(_words=Words(F("name_keys"))).filter(_words__contains=[word]),
}
