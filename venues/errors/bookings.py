from django.utils.translation import gettext_lazy as _

CODES = {
    "taken": _("Somebody else has the venue, its whole or a part of it in that time. Choose another time or venue."),
    "in_the_past": _("The time has passed. Choose a time to come."),
    "not_bookable": _("The venue cannot be booked, or does not exist on that day. Choose another venue."),
    "closed": _("The venue, its whole or a part of it is closed then; the message gives the reason."),
    "not_open": _("The venue is not open all that time. Its page shows when it is."),
    "too_far_ahead": _("The time lies farther ahead than a rule of booking allows; the message names the rule."),
    "too_short_notice": _("The time begins sooner than a rule of booking allows; the message names the rule."),
    "too_long": _("The time is longer than a rule of booking allows; the message names the rule."),
    "too_many_open_requests": _("The unit has as many open requests as it may have. Withdraw one, or wait."),
    "neighbour_hours_used_up": _("The hours that other counties have at this venue in the month are used up."),
    "not_agreed_yet": _("A reviewer of the county that asks agrees before the venue's manager decides."),
    "no_agreement_needed": _("A county's own venue needs no agreement; its manager decides at once."),
    "step_not_open": _("The booking is in a state in which this step is not made."),
    "over_already": _("The booking is over. Note whether it was held, or that nobody came."),
    "not_over_yet": _("Whether it was held is noted when it is over."),
    "offer_lapsed": _("The time to answer the offer is over; the next in the waiting list is asked."),
    "series_too_long": _("A series lasts three years and has 200 dates at most. End it earlier."),
    "series_empty": _("No day fits the rule of the series. Look at the weekdays and the two ends."),
    "series_partly_blocked": _("Some dates of the series cannot be changed, so none was; the message names them."),
    "own_request": _("Nobody agrees to what they asked for themselves. Another reviewer of the county does."),
}
