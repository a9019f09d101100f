"""Volunteer numbers: twelve digits, permanent, that tell nothing of the person.

Eleven digits, the first not 0, and a check digit (ISO 7064 MOD 11,10: every single wrong digit and nearly every swap
of neighbours is found). The eleven digits are the rank of the registration under a fixed bijection, a Feistel network
of four rounds over 300,000 x 300,000: each rank has one number, no number comes twice, and neighbours in time are
scattered over the whole space, so that a number does not tell when somebody came or how many there are. The bijection
is no secret and nothing rests on its being one: how many registered is published anyway. **It must never change**:
numbers given already would come again.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HALF = 300_000
SPACE = HALF * HALF
SMALLEST = 10_000_000_000  # SMALLEST + SPACE has twelve digits: every number between has eleven
ROUNDS = ((278_741, 161_803), (191_339, 271_829), (263_167, 141_422), (155_863, 173_207))

FORM = re.compile(r"[1-9][0-9]{11}")
IGNORED = re.compile(r"[\s\u200b-\u200f\u2010-\u2015\u2212\ufeff'’.–—-]+")
# MOD 11,10: the state after a digit, by the state before it.
STEPS = {state: {str(digit): 2 * ((state + digit) % 10 or 10) % 11 for digit in range(10)} for state in range(1, 11)}


def make_number(sequence: int) -> str:
    """The number of the ``sequence``-th registration, from 0 to 89,999,999,999. A ValueError beyond."""
    if not 0 <= sequence < SPACE:
        raise ValueError(f"There is no volunteer number for {sequence}.")
    left, right = divmod(sequence, HALF)
    for factor, offset in ROUNDS:
        mixed = right * factor + offset
        left, right = right, (left + (mixed * mixed >> 17)) % HALF
    body = str(SMALLEST + left * HALF + right)
    return body + check_digit(body)


def check_digit(digits: str) -> str:
    state = 10
    for digit in digits:
        state = STEPS[state][digit]
    return str((11 - state) % 10)


def read_number(text: str) -> str:
    """Twelve digits, however they were typed. Code ``volunteer_number_wrong``."""
    plain = IGNORED.sub("", unicodedata.normalize("NFKC", text))
    if not FORM.fullmatch(plain) or check_digit(plain[:-1]) != plain[-1]:
        raise ValidationError(
            _("A volunteer number has 12 digits, and these do not fit together. Compare it with the card."),
            code="volunteer_number_wrong",
        )
    return plain
