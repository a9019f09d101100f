from django.utils.translation import gettext_lazy as _

CODES = {
    "password_too_plain": _("The password has too few kinds of characters."),
    "password_used_lately": _("The password is one of the last five. Choose another."),
    "password_expired": _("The password is too old. Sign in on the portal's pages and set a new one."),
    "second_factor_required": _("The post needs a second factor. Sign in on the portal's pages and set it up."),
    "too_many_login_attempts": _("Sign-in is locked after too many failures. Wait for the minutes the message names."),
    "not_for_oneself": _("Nobody does this to their own account; somebody else who may do it has to."),
    "no_second_factor": _("There is no second factor to remove."),
    "last_administrator": _("Somebody has to be able to give posts. Name another system administrator first."),
    "duties_are_separated": _(
        "Auditor, system administrator and security administrator are three people without any other post. "
        "End the other post first, or choose somebody else."
    ),
    "not_a_province": _("A provincial office needs a province as its place."),
    "unit_elsewhere": _("The unit lies in another place than the post."),
    "post_has_ended": _("The post ends on that day or before it already."),
    "account_inactive": _("The account is switched off."),
    "not_a_client": _("Tokens are for active accounts that hold the post “API client” today."),
    "token_without_scope": _("A token sees certain places, or the whole corridor."),
    "token_end_out_of_range": _("The last day of a token lies in the past or too far ahead."),
    "token_unknown": _("The token does not exist, or the header was sent in another form."),
    "token_revoked": _("The token was revoked. Ask the security administrator for a new one."),
    "token_expired": _("The token has expired. Ask the security administrator for a new one."),
    "token_address": _("The token may only be used from the addresses it was issued for."),
    "history_too_young": _("The history has to be kept longer."),
    "days_not_sealed": _("Only sealed days may be purged. Run the sealing first."),
    "regions_missing": _("The corridor's regions are not loaded yet: run load_corridor first."),
    "too_many_feed_addresses": _("A person has only so many calendar addresses. Revoke one that is not used any more."),
    "token_is_read_only": _("The token may only read."),
    "post_empty": _("Nobody holds the post that this step is done by. Fill it first."),
}
