from django.utils.translation import gettext_lazy as _

CODES = {
    "taken": _("Somebody else has the venue, its whole or a part of it in that time. Choose another time or venue."),
    "too_many_days": _("The period is longer than the answer may be. Ask for fewer days; the message says how many."),
}
