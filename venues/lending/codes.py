"""Codes of the refusals that libraries know; venues.errors shows them with those of the app."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "library_code": _("A library's code has capital letters, digits and hyphens only."),
    "library_province_fixed": _("A library stays in its province. Let it leave, and register another one there."),
    "library_unit_elsewhere": _("The unit does not belong to the region of the library. Choose another, or none."),
    "library_unknown": _("No member library has this code, or it is not yours. Register it, or correct the code."),
    "library_out_of_reach": _("The library lies outside the counties of the post, or the places of the token."),
    "not_a_member_then": _("The library had not joined yet, or had left. Correct its dates, or the row."),
    "movement_kind_unknown": _("A transaction is borrowed, returned or transferred."),
    "not_a_moment": _("A transaction has a day with a time: 2026-11-20 09:31:05."),
    "moment_in_the_future": _("The day or the time has not come yet. Correct the library's clock."),
    "day_is_closed": _("Old days take no transactions any more; what was counted of them stays."),
    "not_of_this_kind": _("A column belongs to another kind of transaction. Leave it empty."),
    "transfer_to_itself": _("A transfer goes to another library."),
    "cell_empty": _("A value that this kind of transaction needs is missing."),
    "too_long": _("A value is longer than it may be."),
    "unreadable_character": _("A value holds a space or a character that cannot be read."),
    "reader_not_hashed": _("A reader's number came past the door that makes it a hash. Upload the file again."),
    "transaction_differs": _("The number was used before for something else. What came first stands."),
    "day_file_is_csv": _("Day files are CSV: of a workbook the readers' numbers could not be taken out."),
    "line_does_not_fit": _("A line has more cells than the header. Correct it: a reader's number may stand anywhere."),
    "borrowed_twice": _("Kept aside: the item was on loan. It counts once the return in between is here."),
    "returned_before_borrowed": _("Kept aside: the item was not on loan. It counts once the loan is here."),
    "held_elsewhere": _("Kept aside: another library held the item. It counts once the transfer or return is here."),
    "moved_on_loan": _("Kept aside: the item was on loan. It counts once its return is here."),
    "month_unknown": _("Write the month as 2026-11."),
}
