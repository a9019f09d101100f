"""Text search in Chinese: words have two characters, so a text is its set of two-character shingles (bigrams)."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value

LONGEST_QUERY = 100


class Bigrams(Func):
    """The SQL function ``bigrams(text, …)`` of core's first migration: lower case, NFKC, distinct pairs."""

    function = "bigrams"
    output_field = ArrayField(TextField())


def matching(rows: QuerySet, fields: tuple[str, ...], text: str) -> QuerySet:
    """Rows that hold every space-separated word of ``text`` in one of ``fields``.

    The index is on ``Bigrams(*fields)``; the substring test afterwards removes words whose pairs lie apart.
    """
    for word in text[:LONGEST_QUERY].split():
        if len(word) > 1:
            rows = rows.alias(_grams=Bigrams(*map(F, fields))).filter(_grams__contains=Bigrams(Value(word)))
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(anywhere)
    return rows
