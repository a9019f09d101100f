"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from core.models import CalendarDay
from meetings.models import TurnChange
from meetings.services import hall_news


def register_kinds():
    _turn_changes()
    _days_off()
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


def _days_off():
    """The holiday table of a year was published, and a meeting had been planned for a day that is not worked."""
    notices.register(
        "meeting_on_day_off",
        _("A planned day is no working day"),
        _("%(meeting)s is planned for %(day)s. The holidays of that year are published now: %(why)s. Move it."),
        {"meeting": notices.plain, "day": notices.day, "why": _why},
    )


def _why(kind):
    """What the day turned out to be; the kind of an entry of the calendar, or "" for a plain weekend."""
    return str(CalendarDay.Kind(kind).label) if kind else str(_("a weekend"))


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
