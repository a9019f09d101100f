"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from meetings.models import TurnChange
from meetings.services import hall_news


def register_kinds():
    _turn_changes()
    _agenda_items()
    _sessions()


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


def _agenda_items():
    for word, title, sentence, names in (
        (
            "agenda_item_accepted",
            _("Your item is on the agenda"),
            _("“%(title)s” is on the agenda: %(meeting)s. %(reason)s"),
            ("title", "meeting", "reason"),
        ),
        (
            "agenda_item_declined",
            _("Your item was not taken up"),
            _("“%(title)s” is not on the agenda: %(meeting)s. Reason: %(reason)s"),
            ("title", "meeting", "reason"),
        ),
        (
            "agenda_item_merged",
            _("Your item was merged with a similar one"),
            _("“%(title)s”, %(meeting)s: what your side said is kept with it. %(reason)s"),
            ("title", "meeting", "reason"),
        ),
        (
            "agenda_item_forwarded",
            _("An item was forwarded to you"),
            _("%(body)s asks for an answer: “%(title)s”, %(meeting)s."),
            ("title", "meeting", "body"),
        ),
        (
            "agenda_item_answered",
            _("A forwarded item was answered"),
            _("%(body)s answers “%(title)s” (%(meeting)s): %(answer)s"),
            ("title", "meeting", "body", "answer"),
        ),
    ):
        notices.register(word, title, sentence, dict.fromkeys(names, notices.plain))


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
