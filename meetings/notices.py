"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from meetings.models import TurnChange


def register_kinds():
    _turn_changes()
    _handovers()
    _minutes()


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


def _handovers():
    params = dict.fromkeys(("belt", "year", "outgoing", "incoming", "missing"), notices.plain) | {"until": notices.day}
    for word, title, sentence in (
        (
            "handover_owed",
            _("Handover owed: %(belt)s %(year)s"),
            _("%(outgoing)s hands over to %(incoming)s by %(until)s: what is open, files, contacts, the next meeting."),
        ),
        (
            "handover_handed_over",
            _("Handed over: %(belt)s %(year)s"),
            _("%(outgoing)s has handed over. %(incoming)s accepts it, or says what is missing."),
        ),
        (
            "handover_lacking",
            _("Something is missing: handover of %(belt)s %(year)s"),
            _("%(incoming)s says what is missing: %(missing)s. %(outgoing)s completes it."),
        ),
        (
            "handover_accepted",
            _("Handover accepted: %(belt)s %(year)s"),
            _("%(incoming)s has accepted what %(outgoing)s handed over."),
        ),
        (
            "handover_open",
            _("Still open: handover of %(belt)s %(year)s"),
            _("It waits for your county: %(outgoing)s hands over to %(incoming)s by %(until)s."),
        ),
    ):
        notices.register(word, title, sentence, params)


def _minutes():
    plain = notices.plain
    notices.register(
        "meeting_invitation",
        _("Invitation: %(meeting)s"),
        _("%(region)s is invited to %(meeting)s at %(at)s. Say who comes, or that you are excused."),
        {"meeting": plain, "region": plain, "at": notices.moment},
    )
    notices.register(
        "minutes_to_sign",
        _("Minutes to countersign: %(meeting)s"),
        _("Read the minutes of %(meeting)s, and countersign them or object until %(due)s."),
        {"meeting": plain, "due": notices.day},
    )
    notices.register(
        "minutes_objected",
        _("An objection to the minutes of %(meeting)s"),
        _("%(region)s objects to the minutes of %(meeting)s: %(note)s"),
        {"meeting": plain, "region": plain, "note": plain},
    )
    notices.register(
        "minutes_issued",
        _("Minutes issued: %(meeting)s"),
        _("The minutes of %(meeting)s are issued as number %(issue)s."),
        {"meeting": plain, "issue": plain},
    )
