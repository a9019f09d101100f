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
}
