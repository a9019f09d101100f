"""What may be shown of a cell that holds whatever somebody put there: a number of a person may stand in any column."""

import re

from volunteers import vault

LONG_RUN = re.compile(r"[0-9０-９][0-9A-Za-z０-９ .\-]{5,}[0-9A-Za-z０-９]|[A-Za-z]{1,3}[0-9]{6,}")


def mask_any(text: str) -> str:
    """Runs of seven or more digits with their first three and last two only; words and short numbers as they are."""
    return LONG_RUN.sub(lambda found: _masked(found[0]), text)


def _masked(run: str) -> str:
    return f"{run[:3]}{'*' * (len(run) - 5)}{run[-2:]}"


def mask_person(text: str) -> str:
    """A name, or what stands where one should."""
    return vault.mask_name(text) if not re.search("[0-9]", text) else mask_any(text)
