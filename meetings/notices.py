"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from meetings.models import TurnChange
from meetings.models.resolutions import LEVELS


def register_kinds():
    _turn_changes()
    _resolutions()


def _turn_changes():
    params = dict.fromkeys(("belt", "year", "asker", "other", "reason"), notices.plain)
    params["kind"] = lambda word: str(TurnChange.Kind(word).label)
    for word, title, sentence in (
        (
            "turn_change_asked",
            _("A change of turns is asked of your county"),
            _("%(asker)s asks %(other)s: %(kind)s, %(belt)s %(year)s. %(reason)s"),
        ),
        (
            "turn_change_declined",
            _("A change of turns was declined"),
            _("%(other)s declined: %(kind)s, %(belt)s %(year)s. %(reason)s"),
        ),
        (
            "turn_changed",
            _("The turns of a belt have changed"),
            _("%(asker)s and %(other)s: %(kind)s, %(belt)s %(year)s. %(reason)s"),
        ),
    ):
        notices.register(word, title, sentence, params)


def _resolutions():
    params = dict.fromkeys(("number", "text", "reason"), notices.plain) | {"due": notices.day}
    for word, (title, sentence) in RESOLUTION_KINDS.items():
        notices.register(word, title, sentence, params)
    notices.register(
        "resolution_escalated",
        _("Overdue: %(number)s"),
        _("%(text)s It was due on %(due)s, %(days)s days ago, and is now a matter for: %(level)s."),
        params | {"level": lambda level: str(LEVELS[level]), "days": notices.number},
    )


RESOLUTION_KINDS = {
    "resolution_made": (
        _("Your county carries out: %(number)s"),
        _("%(text)s It is due on %(due)s. Report how far it is, and add a file that shows it when it is done."),
    ),
    "extension_asked": (
        _("More time is asked for: %(number)s"),
        _("%(text)s Asked for: until %(due)s. %(reason)s Grant it, or refuse it with a reason."),
    ),
    "extension_granted": (_("More time granted: %(number)s"), _("%(text)s It is due on %(due)s now. %(reason)s")),
    "extension_refused": (
        _("More time refused: %(number)s"),
        _("%(text)s It stays due on %(due)s. %(reason)s"),
    ),
    "resolution_reported": (
        _("To confirm: %(number)s"),
        _("%(text)s It was reported as done on %(due)s. Look at the files; close it, or send it back. %(reason)s"),
    ),
    "resolution_returned": (
        _("Sent back: %(number)s"),
        _("%(text)s It was sent back on %(due)s: %(reason)s"),
    ),
    "resolution_closed": (_("Closed: %(number)s"), _("%(text)s It was closed on %(due)s. %(reason)s")),
    "resolution_reopened": (
        _("Opened again: %(number)s"),
        _("%(text)s It is due on %(due)s: %(reason)s"),
    ),
    "resolution_voided": (
        _("Void: %(number)s"),
        _("%(text)s It is not carried out any more since %(due)s: %(reason)s"),
    ),
}
