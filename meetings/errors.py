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
    "handover_is_accepted": _("The handover was accepted already. Ask the other county for what you miss since."),
    "not_handed_over": _("The outgoing convener has not handed over yet. It is reminded every week."),
    "own_handover": _("Whoever handed over does not accept it too; another reviewer of the incoming county does."),
    "reply_is_late": _("The meeting has begun or is off. Who came is noted on its sheet by the convener."),
    "reply_missing": _("A reply says whether the region comes or is excused."),
    "people_missing": _("Whoever comes names at least one person."),
    "too_many_people": _("The reply names more people than an invitation takes. Write fewer."),
    "person_twice": _("A person with the same post stands on the list twice. Name each once."),
    "member_stays_invited": _("Members of the body are always invited. Let the region be excused instead."),
    "somebody_was_present": _("Somebody of the region was noted as present; take that back first."),
    "not_invited": _("The region is not invited to this meeting. Invite it as an observer first."),
    "attendance_not_yet": _("Attendance is noted from the day of the meeting on."),
    "attendance_closed": _("The minutes are issued or the meeting is off; attendance stays as it was noted."),
    "being_edited": _("Somebody else is editing the minutes. Wait until they let go, at most a quarter of an hour."),
    "minutes_empty": _("The minutes hold no text yet. Write what was decided, then send them to the members."),
    "not_circulated": _("The minutes were not sent to the members yet. The convener sends them first."),
    "not_a_member": _("Only members of the body on the day of the meeting countersign."),
    "members_still_have_time": _("Members have five working days to countersign. Wait, or ask them to sign now."),
    "not_countersigned": _("Not every member has countersigned. Answer the objections, or issue with a reason."),
    "bad_document_number": _("A document number is organ code, year in brackets and number: 川府函〔2022〕95号."),
    "fonts_missing": _(
        "The typefaces of printed papers are missing. The system administrator builds the assets again."
    ),
}
