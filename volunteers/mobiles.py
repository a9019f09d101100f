"""Mobile numbers of mainland China."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOBILE = re.compile(r"1[3-9][0-9]{9}")
ABROAD = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
IGNORED = re.compile(r"[\s\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2212\u2060\ufeff'’().–—-]+")


def read_mobile(text: str) -> str:
    """Eleven digits, however they were typed: with +86, spaces, dashes, full-width. Code ``mobile_wrong``."""
    if MOBILE.fullmatch(text):
        return text
    plain = ABROAD.sub("", IGNORED.sub("", unicodedata.normalize("NFKC", text)))
    if not MOBILE.fullmatch(plain):
        raise ValidationError(
            _("A mobile number has 11 digits and begins with 13 to 19. Write it without anything else."),
            code="mobile_wrong",
        )
    return plain
