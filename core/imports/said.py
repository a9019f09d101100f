"""Sentences that many rows of a file say: looked up once a language, not once a row."""

from functools import lru_cache

from django.utils.translation import get_language, gettext


def said(sentence: str) -> str:
    """The translation of ``sentence``; mark it with ``gettext_noop`` where it stands."""
    return _in(get_language(), sentence)


@lru_cache(maxsize=200)
def _in(_language: str | None, sentence: str) -> str:
    return gettext(sentence)
