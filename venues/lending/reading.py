"""From the words of one transaction to what they mean. What cannot be read or is not allowed is said, never guessed.

One reader for files and pushes: it takes strings by column, with the reader's number already a hash.
"""

import datetime as dt
import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.filters import FIRST_YEAR, LAST_YEAR
from core.imports import cells
from core.imports.said import said
from venues.lending.columns import BY_KEY
from venues.lending.readers import HASH
from venues.models import Library, LibraryHorizon, LibraryMovement
from venues.services.movements import Movement

Kind = LibraryMovement.Kind
KINDS = {
    **{kind.value: kind.value for kind in Kind},
    **dict.fromkeys(("借", "借出", "借书", "外借", "借閱", "借阅"), Kind.BORROWED.value),
    **dict.fromkeys(("还", "还回", "还书", "归还", "還", "還回", "歸還"), Kind.RETURNED.value),
    **dict.fromkeys(("调拨", "调出", "调拨出库", "調撥"), Kind.TRANSFERRED.value),
}
MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
TOLERANCE = dt.timedelta(minutes=10)  # by which a library's clock may be ahead

EMPTY = gettext_noop("This cell must not be empty.")
NO_MOMENT = gettext_noop("No day with a time. Write 2026-11-20 09:31:05.")
NO_LIBRARY = gettext_noop("No member library has this code.")
NO_HASH = gettext_noop("The number was not received in the way that makes it a hash. Upload the file again.")


class Members:
    """The libraries as they are when a file or push begins, and which of them the sender may report for."""

    def __init__(self, actor):
        rows = Library.objects.values_list("code", "pk", "since", "until")
        self.by_code = {code: (pk, since, until) for code, pk, since, until in rows}
        self.own = set(Library.objects.manageable_by(actor).values_list("pk", flat=True))


class TransactionReader:
    def __init__(self, actor):
        self.members = Members(actor)
        self.latest = timezone.now() + TOLERANCE
        self.open_since = LibraryHorizon.objects.values_list("open_since", flat=True).first() or dt.date.min
        self.zone = timezone.get_default_timezone()

    def read(self, given: Mapping[str, str], tell) -> Movement | None:
        """The transaction, or None after ``tell(column, code, message)`` was called for each thing that is wrong."""
        return _Reading(self, given, tell).read()


class _Reading:
    def __init__(self, reader, given, tell):
        self.reader, self.given, self.tell_ = reader, given, tell
        self.is_bad = False

    def tell(self, column, code, message):
        self.is_bad = True
        self.tell_(column, code, message)

    def read(self):
        number, item = self.plain("number"), self.plain("item")
        kind, moment = self.kind(), self.moment()
        day = moment.astimezone(self.reader.zone).date() if moment else None
        library, owner = self.member("library", day), self.member("owner")
        if library and library not in self.reader.members.own:
            message = _("You report no lending of this library: it lies outside your counties, or your token's places.")
            self.tell("library", "library_out_of_reach", message)
        other, mark = self.what_its_kind_needs(kind, library, day)
        if self.is_bad:
            return None
        return Movement(library, number, kind, moment.astimezone(dt.UTC).isoformat(), owner, item, other, mark)

    def what_its_kind_needs(self, kind, library, day):
        """The other library and the reader's hash. A reader that a return names is not kept."""
        if self.given.get("receiver") and kind != Kind.TRANSFERRED:
            self.tell("receiver", "not_of_this_kind", _("Only a transfer has a receiver."))
        if kind == Kind.BORROWED:
            return self.member("home"), self.hashed()
        if kind != Kind.TRANSFERRED:
            return None, None
        receiver = self.member("receiver", day)
        if receiver and receiver == library:
            self.tell("receiver", "transfer_to_itself", _("The receiver is the sender."))
        return receiver, None

    def plain(self, key):
        text = cells.digits(self.given.get(key, ""))
        if not text:
            self.tell(key, "cell_empty", said(EMPTY))
        elif len(text) > BY_KEY[key].longest:
            message = _("%(given)s characters; at most %(most)s fit.")
            self.tell(key, "too_long", message % {"given": len(text), "most": BY_KEY[key].longest})
        elif " " in text or not text.isprintable() or cells.UNREADABLE_MARK in text:
            self.tell(key, "unreadable_character", _("Holds a space or a character that cannot be read."))
        return text

    def kind(self):
        text = self.given.get("kind", "")
        kind = KINDS.get(text) or KINDS.get(text.lower())
        if kind is None:
            message = _("“%(text)s” is none of: borrowed, returned, transferred.")
            self.tell("kind", "movement_kind_unknown", message % {"text": text[:30]})
        return kind

    def moment(self):
        moment = moment_of(cells.digits(self.given.get("at", "")), self.reader.zone)
        if moment is None:
            self.tell("at", "not_a_moment", said(NO_MOMENT))
        elif moment > self.reader.latest:
            self.tell("at", "moment_in_the_future", _("This has not happened yet. Is the library's clock right?"))
        elif moment.astimezone(self.reader.zone).date() < self.reader.open_since:
            message = _("The days before %(day)s are closed: what was counted of them stays.")
            self.tell("at", "day_is_closed", message % {"day": self.reader.open_since})
        else:
            return moment
        return None

    def member(self, key, day=None):
        """The key of the library that a cell names; with a day, one that was a member on it."""
        code = self.given.get(key, "").strip().upper()
        if not code:
            return self.tell(key, "cell_empty", said(EMPTY))
        found = self.reader.members.by_code.get(code)
        if found is None:
            return self.tell(key, "library_unknown", said(NO_LIBRARY))
        pk, since, until = found
        if day and ((since and day < since) or (until and day > until)):
            message = _("%(code)s was no member on %(day)s.")
            return self.tell(key, "not_a_member_then", message % {"code": code, "day": day})
        return pk

    def hashed(self):
        mark = self.given.get("reader", "")
        if not mark:
            return self.tell("reader", "cell_empty", said(EMPTY))
        if not HASH.fullmatch(mark):
            return self.tell("reader", "reader_not_hashed", said(NO_HASH))
        return mark


def moment_of(text, zone):
    """A day with a time, there where the library is unless it says an offset; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text) if ":" in text else None
    except ValueError:
        match = MOMENT.fullmatch(text)
        try:
            moment = match and dt.datetime(*(int(part or 0) for part in match.groups()))  # noqa: DTZ001 - below
        except ValueError:
            return None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
