"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from meetings.models import TurnChange
from meetings.services import hall_news


def register_kinds():
    _turn_changes()
    _sessions()
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


def _sessions():
    params = dict.fromkeys(("meeting", "place", "host", "reason"), notices.plain)
    params |= {"at": notices.moment, "until": notices.moment}
    for word, (title, sentence) in SESSIONS.items():
        notices.register(word, title, sentence, params)
    notices.register(
        hall_news.KIND,
        _("Hall of the meeting: %(meeting)s"),
        _("%(venue)s at %(at)s: %(what)s. Look for another time or place."),
        {"meeting": notices.plain, "venue": notices.plain, "at": notices.moment, "what": hall_news.words_of},
    )


SESSIONS = {
    "meeting_called": (
        _("Call for items: %(meeting)s"),
        _("%(host)s calls the meeting for %(at)s, %(place)s. Send your items until %(until)s."),
    ),
    "meeting_noticed": (
        _("Notice of meeting: %(meeting)s"),
        _("The meeting takes place at %(at)s, %(place)s. Host: %(host)s."),
    ),
    "meeting_reminder": (
        _("Reminder: %(meeting)s"),
        _("The meeting takes place at %(at)s, %(place)s. Host: %(host)s."),
    ),
    "meeting_moved": (
        _("Moved: %(meeting)s"),
        _("The meeting now takes place at %(at)s, %(place)s. Host: %(host)s. %(reason)s"),
    ),
    "meeting_postponed": (
        _("Postponed: %(meeting)s"),
        _("The meeting of %(at)s does not take place on that day. A new day follows. Reason: %(reason)s"),
    ),
    "meeting_merged": (
        _("Does not take place by itself: %(meeting)s"),
        _("The meeting of %(at)s is merged into another one. Reason: %(reason)s"),
    ),
}
