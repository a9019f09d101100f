"""Of looking at a document or a mobile in clear."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "reveal_reason": _("A value is shown in clear for a reason of 10 to 300 characters, which the person reads."),
    "reveal_too_many": _("You have looked at as many values as one person may in an hour. Go on later."),
    "reveal_nothing": _("There is no such value in this registration."),
    "reveal_unreadable": _("The value cannot be opened: its key is missing. Ask the system administrator."),
}
