"""Every code that a refusal may carry, gathered from ``<app>/errors.py``; shown on the page of error codes."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.imports import codes as import_codes

CODES = {
    **import_codes.CODES,
    "invalid": _("A value has the wrong form. The message beside the field says what is expected."),
    "required": _("A value is missing."),
    "unique": _("A row with this value exists already."),
    "unknown_parameter": _(
        "The address has a parameter that this list does not know. The answer names those it knows."
    ),
    "invalid_choice": _("A value is not one of those allowed here. The message names them where they are few."),
    "does_not_exist": _("There is no row with this key, or it is not yours to use."),
    "given_twice": _("A filter that takes one value was given two."),
    "period_reversed": _("The last day of a period lies before its first."),
    "day_out_of_range": _("The portal keeps days from 2000 to 2099."),
    "unknown_field": _("The body has a field that cannot be set here. The message names those that can."),
    "max_length": _("A text is longer than its field holds."),
    "null_characters_not_allowed": _("A text holds a NUL character."),
    "bad_cursor": _("The place in the list is not one that the portal gave out. Start again from the first page."),
    "stale": _("Somebody changed the row after you opened it. Open it again and repeat your change."),
    "parse_error": _("The body of the request could not be read. Send valid JSON as UTF-8."),
    "not_authenticated": _("Sign in, or send a token."),
    "authentication_failed": _(
        "The token is wrong, has expired or was revoked, or your address is not one it may be used from."
    ),
    "permission_denied": _("You may not do this."),
    "not_found": _("There is no such row, or it is not yours to see."),
    "method_not_allowed": _("This address does not answer that method."),
    "not_acceptable": _("This address does not answer in that format."),
    "unsupported_media_type": _("Send the body as application/json."),
    "throttled": _("Too many requests. Wait for the seconds that Retry-After says."),
    "bad_request": _("The request cannot be used as it is; the message says why."),
    "too_many_rows": _("The export would hold more rows than one file may. Narrow the filters."),
    "too_large": _("The request is larger than the portal accepts."),
    "file_too_large": _("The file is larger than may be attached. Send a smaller one."),
    "file_not_what_it_says": _("The file is not of the kind that its name says. Save it again and send it."),
    "file_with_macros": _("The file holds macros. Save it without them."),
    "photo_too_many_pixels": _("The picture has more pixels than are read. Make it smaller and send it again."),
    "photo_unreadable": _("The file is not a JPEG, PNG, WebP or HEIC that can be read. Save it again as JPEG."),
    "bad_key": _("An Idempotency-Key is a UUID."),
    "version_missing": _("A change says which version of the record was read."),
    "calendar_empty": _("The arrangement of a year names no day. Paste the notice as published, or one day a line."),
    "calendar_other_year": _("An arrangement names a day of another year. Enter that day in its own year."),
    "calendar_source_missing": _("The calendar says what each entry rests on. Name the notice, or the reason."),
    "calendar_unreadable": _("A line of the notice was not understood. The message shows it; write it as the example."),
    "error": _("Something went wrong in the portal. Report the request id."),
}


def all_codes() -> dict[str, str]:
    """Code → what it means and what to do, over all our apps."""
    codes: dict[str, str] = {}
    for app in apps.get_app_configs():
        in_project = str(app.path).startswith(str(settings.BASE_DIR)) and "site-packages" not in str(app.path)
        if in_project and find_spec(f"{app.name}.errors"):
            codes |= import_module(f"{app.name}.errors").CODES
    return codes
