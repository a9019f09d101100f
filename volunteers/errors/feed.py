from django.utils.translation import gettext_lazy as _

CODES = {
    "cursor_of_another_epoch": _(
        "The change feed began anew, or what your platform may pull was changed. Forget what you pulled, leave the "
        "cursor out and start from the beginning."
    ),
    "feed_not_ready": _("The database was restored and the change feed is being prepared. Try again in some minutes."),
    "not_a_platform": _("Only the account of a platform pulls changes, with a token for the whole corridor."),
    "webhook_address_refused": _(
        "Nothing is sent to this address. Give one that begins with https:// and is reached over the open network."
    ),
    "webhook_is_paused": _("The webhook is paused. Make it active before a message is sent again."),
}
