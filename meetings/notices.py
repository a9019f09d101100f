"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from core.models import CalendarDay
from meetings.models import TurnChange


def register_kinds():
    _turn_changes()
    _days_off()


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
