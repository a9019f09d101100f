"""Kinds of notices about turns and meetings; every slice adds its own. Words are lazy, params hold names and dates."""

from django.utils.translation import gettext_lazy as _

from accounts import notices
from core.models import CalendarDay
from meetings.models import TurnChange
from meetings.models.resolutions import LEVELS
from meetings.services import hall_news


def register_kinds():
    _turn_changes()
    _days_off()
    _resolutions()
    _agenda_items()
    _sessions()
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
    "extension_withdrawn": (
        _("No more time is asked for: %(number)s"),
        _("%(text)s The request is withdrawn; it stays due on %(due)s."),
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
    "resolution_corrected": (
        _("Put right: %(number)s"),
        _("%(text)s It is due on %(due)s. Why it was put right: %(reason)s"),
    ),
    "resolution_released": (
        _("Not yours any more: %(number)s"),
        _("%(text)s Your county does not carry it out: %(reason)s"),
    ),
    "resolution_voided": (
        _("Void: %(number)s"),
        _("%(text)s It is not carried out any more since %(due)s: %(reason)s"),
    ),
}


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
        "invitation_anew",
        _("Reply again: %(meeting)s"),
        _("%(meeting)s has moved from %(before)s to %(at)s. Say for %(region)s who comes on the new day."),
        {"meeting": plain, "region": plain, "at": notices.moment, "before": notices.day},
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
        "meeting_missed",
        _("Missed: %(meeting)s"),
        _("%(meeting)s was not held by %(until)s. Record it if it was; or hold it late, and say why."),
        {"meeting": notices.plain, "until": notices.day},
    )
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
