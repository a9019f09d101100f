"""Codes of what platforms deliver: of a whole request, and of single rows of it."""

from django.utils.translation import gettext_lazy as _

ROWS = {
    "row_is_no_object": _("A row of a delivery is not an object with fields."),
    "external_id_missing": _("A row names the account on the platform, in at most 64 readable characters."),
    "external_id_is_personal": _("An id is kept in clear: it may not be an identity number or a mobile."),
    "version_wrong": _("A row carries a version: a whole number from 1 that grows with each change of the account."),
    "value_wrong": _("A field has the wrong form. The message says which form it has."),
    "value_missing": _("A field that every registration has is empty."),
    "document_kind_unknown": _("The kind of document is none of those in the API's description."),
    "birth_date_missing": _("The number of this document holds no birth date, so the row gives it."),
    "birth_date_differs": _(
        "The birth date is another than in the document's number, or than that of the person who is registered with "
        "it. Compare it with the document."
    ),
    "day_wrong": _("A day is written 2025-03-01 and is not still to come."),
    "moment_wrong": _("A moment is written 2025-03-01T09:30:00+08:00, is not still to come, and the later is later."),
    "home_unknown": _("The home county is a code of six digits."),
    "home_elsewhere": _("The home county lies in a third province; the registry is of Sichuan and Chongqing."),
    "word_unknown": _("A skill, time or dialect is not on the list. The message names the list."),
    "consent_missing": _("Without the person's standing consent to keep the registration it may not be sent."),
    "consent_version_missing": _("A consent names the version of the text that was agreed to."),
    "guardian_missing": _("Somebody under 18 is registered with the guardian who agreed to it."),
    "guardian_is_minor": _("The guardian's document says that the guardian is under 18."),
    "relation_unknown": _("The relation of the guardian is none of those in the API's description."),
    "version_conflict": _(
        "This version of the account was sent before, or twice in this batch, with other content. Send the right "
        "content under a higher version."
    ),
    "name_differs": _(
        "This document is registered under another name. Compare the name with the document; when both are right, "
        "the home county decides."
    ),
    "document_changed": _(
        "The account was sent with another document before. A corrected number is entered by the home county; another "
        "person's account gets an id of its own: close this one and send the person under a new id."
    ),
    "account_of_another_area": _(
        "Under this id another county or province brought somebody, or the person was registered at home elsewhere. "
        "Give the account an id of your own."
    ),
    "erased": _(
        "This person had the registration erased. Only with a consent that was given after that day, sent under a "
        "higher version, may it be made again."
    ),
    "account_unknown": _("An account that nobody knows is closed only by a row that says whose it is."),
}
FILES = {
    "home_out_of_reach": _("A file holds people of the importer's own county or province."),
    "platform_ended": _("The platform that the file was said to come from has ended."),
}
CODES = {
    **ROWS,
    **FILES,
    "not_a_platform": _("The account is not that of a platform. The security administrator says which account is."),
    "signature_missing": _("The request is not signed: three headers carry timestamp, nonce and signature."),
    "signature_wrong": _("The signature fits neither the request nor the platform's secret. Compare what is signed."),
    "timestamp_outside_window": _("The timestamp is more than five minutes from the portal's clock."),
    "nonce_wrong": _("A nonce has 16 to 64 letters, digits, hyphens or underscores."),
    "nonce_used": _("The nonce was used before. Each request is signed anew with one of its own."),
    "too_many_rows_in_batch": _("A batch has at most 5,000 rows. Split it."),
    "batch_unsettled": _("Others changed the same people all the time. Nothing was written: send the batch again."),
}
