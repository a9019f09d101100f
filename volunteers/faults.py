"""Why a message to a webhook was not taken: kept in English, as the API gives it, and read in one's own language."""

from django.utils.translation import gettext, gettext_noop

WHOLE = frozenset({
    gettext_noop("the address is refused"),
    gettext_noop("the address does not begin with http:// or https:// and a host"),
    gettext_noop("the host has no address"),
    gettext_noop("no answer in time"),
    gettext_noop("the feed began anew"),
    gettext_noop("the secret does not open under PORTAL_SECRET_KEY; the webhook needs a new one"),
})  # fmt: skip
# What stands behind these is a word of the network's: a status, an address, the name of an error.
BEGINNINGS = (
    gettext_noop("the host has an address that is not public:"),
    gettext_noop("no safe connection:"),
    gettext_noop("the connection failed:"),
    gettext_noop("the answer was"),
)


def worded(fault: str) -> str:
    if fault in WHOLE:
        return gettext(fault)
    for beginning in BEGINNINGS:
        if fault.startswith(beginning):
            return gettext(beginning) + fault.removeprefix(beginning)
    return fault
