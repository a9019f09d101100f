"""What people are told about bookings; registered with accounts.notices, owed by venues.services.telling."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import moment, plain, register

PARAMS = {"title": plain, "venue": plain, "at": moment, "county": plain, "reason": plain}


def register_kinds():
    for word, (title, sentence) in KINDS.items():
        register(word, title, sentence, PARAMS)


KINDS = {
    "booking_to_agree": (
        _("To agree: %(title)s"),
        _("Your county asks for %(venue)s at %(at)s. Agree, or refuse with a reason; then its manager decides."),
    ),
    "booking_requested": (
        _("Asked for: %(venue)s"),
        _("%(county)s asks for %(venue)s at %(at)s: %(title)s. Approve it, or refuse it with a reason."),
    ),
    "booking_agreed": (
        _("Agreed: %(title)s"),
        _("Your county has agreed. The manager of %(venue)s decides about %(at)s now."),
    ),
    "booking_approved": (_("Approved: %(title)s"), _("%(venue)s is yours at %(at)s.")),
    "booking_refused": (_("Refused: %(title)s"), _("%(venue)s at %(at)s was refused: %(reason)s")),
    "booking_cancelled": (_("Cancelled: %(title)s"), _("%(venue)s at %(at)s was cancelled: %(reason)s")),
    "booking_withdrawn": (
        _("Withdrawn: %(title)s"),
        _("%(county)s does not ask for %(venue)s at %(at)s any more. %(reason)s"),
    ),
    "booking_moved": (_("Moved: %(title)s"), _("The booking is now in %(venue)s at %(at)s.")),
    "booking_offered": (
        _("Free now: %(venue)s"),
        _("You waited for %(venue)s at %(at)s for “%(title)s”. Accept or decline before the time to answer is over."),
    ),
    "booking_lapsed": (
        _("Not answered in time: %(title)s"),
        _("The request for %(venue)s at %(at)s has lapsed. Ask again if it is still wanted."),
    ),
    "booking_closed": (
        _("Closed: %(venue)s"),
        _("%(venue)s is closed at %(at)s, when you have it for “%(title)s”: %(reason)s"),
    ),
    "booking_tomorrow": (_("Tomorrow: %(title)s"), _("%(venue)s is yours at %(at)s.")),
}
