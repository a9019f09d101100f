"""Sentences that many rows of a file say."""

from django.utils.translation import gettext_noop

EMPTY = gettext_noop(
    "This cell must not be empty. Of merged cells only the first has the value: unmerge them and fill each."
)
SWAPPED = gettext_noop("An identity number or a mobile stands in another column: have columns changed places?")
YES_OR_NO = gettext_noop("Write yes or no.")
