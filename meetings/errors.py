"""Codes of the refusals that meetings know; shown on the page of error codes."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "county_twice": _("A county stands in the order of the rotation twice. Name it once."),
    "no_rotation": _("The belt has no rotation yet. The corridor office sets its order first."),
    "no_term": _("The belt has no convener for that year yet."),
    "not_one_cycle": _("Turns are swapped within one cycle, in which each member convenes once."),
    "term_is_over": _("The term is over; nobody can stand in any more."),
    "term_has_begun": _("The term has begun. A turn to come can be swapped; in a running one somebody may stand in."),
    "not_in_this_belt": _("The county has no seat in this belt in that time."),
    "own_request": _("The county that was asked agrees, through somebody else than who asked."),
    "change_is_open": _("A change of this turn is waiting for an answer already. Withdraw it first."),
    "between_two": _("A change is between two counties: name another one."),
    "change_is_closed": _("The change was answered or withdrawn already."),
    "turns_have_moved": _("The turns have changed since the change was asked. Withdraw it and ask again."),
    "years_too_many": _("The years asked for are too many. Ask for at most 100 at a time."),
    "text_missing": _("A text that is needed is empty or too long. Write it within the length that is named."),
    "meeting_not_noticed": _("Resolutions are noted once the meeting is noticed or held."),
    "item_of_another_meeting": _("The item stands on the agenda of another meeting. Choose one of this meeting."),
    "due_out_of_range": _("The due date lies outside the days that are possible; the message names the first one."),
    "unit_of_another_region": _("The unit belongs to another region than the one it is named with."),
    "counterpart_does_it": _("The counterpart confirms what others did: name a county that does not carry it out."),
    "counterpart_same_province": _("The counterpart lies across the border from the lead."),
    "asked_too_late": _("More time is asked for before the due date. Report how far it is instead."),
    "extension_is_open": _("An extension waits for the convener's answer already."),
    "no_extension_asked": _("No extension waits for an answer. Look at the resolution as it is now."),
    "own_extension": _("Nobody grants what they asked for themselves. A colleague of the convening county does."),
    "evidence_missing": _("Being done is shown by at least one file. Add it, then repeat the step."),
    "own_report": _("Whoever reported it as done does not confirm it. A colleague of the confirming side does."),
    "not_the_confirmer": _("The counterpart county confirms what crosses the border, the convener anything else."),
    "too_many_files": _("A resolution keeps a limited number of files. Take one back first."),
    "place_missing": _("A meeting has a place. Choose a venue, or say the place in words."),
    "venue_needs_host": _(
        "Nobody is host of a meeting on that day, so nobody can ask for a hall. Say the place instead."
    ),
    "body_not_meeting": _("The body does not meet on that day: it ended, or had not begun."),
    "not_in_this_body": _("The region does not sit in this body on that day. Choose one of its members."),
    "items_after_meeting": _("Items are taken until the meeting begins at the latest. Choose an earlier time."),
    "before_its_period": _(
        "The day lies before the meeting's period. Choose a later one, or add a meeting of no period."
    ),
    "late_without_reason": _("The day lies after the meeting's period: it is late. Give the reason."),
    "begun_already": _("The meeting has begun and is not moved any more. Record that it was held, or postpone it."),
    "not_begun_yet": _("The meeting has not begun. Record it when it was held."),
    "not_of_this_body": _("A meeting is merged into another one of the same body. Choose one of its meetings."),
    "does_not_take_place": _("That meeting is itself postponed, merged or missed. Choose one that takes place."),
    "report_without_time": _("A meeting that a report tells of is known to its day or month. Plan it to give an hour."),
    "source_missing": _("A meeting that is imported names the report that tells of it."),
}
