"""Text search in Chinese: words have two characters, so a text is its set of two-character shingles (bigrams)."""

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value

LONGEST_QUERY = 100


class Bigrams(Func):
    """The SQL function ``bigrams(text, …)`` of core's first migration: lower case, NFKC, distinct pairs."""

    function = "bigrams"
    output_field = ArrayField(TextField())


class Plain(Func):
    """A text as ``bigrams`` sees it: lower case, NFKC."""

    template = "lower(normalize(%(expressions)s, NFKC))"
    output_field = TextField()


class Words(Func):
    """The words of a text, which stand with one space between them."""

    function = "string_to_array"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = ArrayField(TextField())


def matching(rows: QuerySet, fields: tuple[str, ...], text: str) -> QuerySet:
    """Rows that hold every space-separated word of ``text`` in one of ``fields``, whatever its case and width.

    The index is on ``Bigrams(*fields)``. A word of two characters is a pair itself; for longer ones a substring test
    removes texts in which the pairs lie apart. (It stands only where it is needed: it makes the planner expect few
    rows, and then read and sort the many that a common word has, instead of reading fifty in order.)
    """
    for word in text[:LONGEST_QUERY].split():
        plain = unicodedata.normalize("NFKC", word).lower()
        if len(plain) > 1:
            rows = rows.alias(_grams=Bigrams(*map(F, fields))).filter(_grams__contains=Bigrams(Value(word)))
        if len(plain) != 2:
            rows = _holding(rows, fields, plain)
    return rows


def _holding(rows: QuerySet, fields: tuple[str, ...], plain: str) -> QuerySet:
    rows = rows.alias(**{f"_plain_{name}": Plain(F(name)) for name in fields})
    anywhere = Q()
    for name in fields:
        anywhere |= Q(**{f"_plain_{name}__contains": plain})
    return rows.filter(anywhere)
