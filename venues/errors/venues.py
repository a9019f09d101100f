from django.utils.translation import gettext_lazy as _

CODES = {
    "part_of_itself": _("A venue is not a part of itself or of its own parts. Choose another whole."),
    "part_in_another_county": _("A part lies in the county of its whole. Choose a whole of the same county."),
    "whole_has_ended": _("A part does not outlast its whole. End it on the same day or earlier."),
    "too_many_parts": _("A whole has at most 999 parts, those that were deleted included. Make a part between them."),
    "taken_after_the_move": _(
        "Bookings follow a venue into its new whole, and two of them would share room and time there. Move or cancel "
        "one of them first."
    ),
    "bookings_after_the_end": _("Bookings stand after the last day. Cancel or move them, or choose a later day."),
    "venue_not_yours": _("You do not keep venues of this county or unit. The message names those that you keep."),
    "county_out_of_reach": _(
        "The uploader's post does not keep venues of this county. Its own office imports the row."
    ),
    "record_of_another": _("The source and number belong to a venue of another county. Choose another source name."),
    "closes_before_it_opens": _("Closing lies after opening. Hours past midnight belong to the next day."),
    "hours_overlap": _("Two times of opening on one day overlap. Join them, or change one."),
    "too_many_hours": _("A day has at most four times of opening."),
    "half_given": _("Both ends of a time are given, or neither: opening and closing, from and to."),
    "closed_and_open": _("A day is either closed or has hours of its own. Remove one of the two entries."),
    "too_many_photos": _("A venue keeps at most twenty photos. Remove one first."),
    "number_too_large": _("The number is larger than this rule allows; the message says how large it may be."),
    "facility_unknown": _("A facility is not one of those listed. The message names them."),
    "not_a_place": _("Latitude and longitude are degrees, for example 29.404100 and 105.594900."),
}
