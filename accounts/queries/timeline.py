"""One line of time over every history table and the audit: filtered, page by page, at any depth for the same price.

Each table is asked by its own index for at most a page; the database merges these few rows.
"""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, Role
from core.history import HistoryEvent, event_models
from core.paging import Page

ACTS = "acts"
# Names that no table has, in the order of Line.
COLUMNS = tuple(f"line_{name}" for name in ["source", "key", "at", "label", "who", "by", "request", "reason", "row"])


@dataclass(frozen=True)
class Search:
    """What is looked for; what is None or empty does not narrow."""

    who: int | None = None
    what: str = ""
    row: str = ""
    action: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    request: str = ""


@dataclass
class Line:
    """One event of a row, or one act. The last three are set by queries.changes."""

    source: str
    key: int
    at: dt.datetime
    label: str
    who: str | None
    by: str | None
    request: str
    reason: str
    row: str
    who_name: str = ""
    what: str = ""
    changes: Any = ()


def page_of_lines(user: Any, search: Search, *, cursor: str = "", size: int = 50) -> Page:
    """The newest first. Only the auditor sees any."""
    if Role.AUDITOR not in user.reach.roles:
        return Page()
    backwards, after = _decode(cursor) if cursor else (False, None)
    taken = list(_merged(search, after, backwards, size + 1))
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    lines = [Line(*values) for values in taken]
    if not lines:
        return Page()
    has_later, has_earlier = (True, more) if backwards else (more, after is not None)
    return Page(
        rows=lines,
        later=_encode("n", lines[-1]) if has_later else "",
        earlier=_encode("p", lines[0]) if has_earlier else "",
    )


def count_up_to(user: Any, search: Search, most: int) -> int:
    """How many lines there are, or ``most`` + 1 when they are more."""
    if Role.AUDITOR not in user.reach.roles:
        return 0
    found = 0
    for _source, rows in _branches(search):
        found += rows.order_by()[: most + 1 - found].count()
        if found > most:
            break
    return found


def _merged(search, after, backwards, size):
    order = [("" if backwards else "-") + name for name in ("line_at", "line_source", "line_key")]
    branches = [
        rows.filter(_beyond(source, after, backwards)).order_by(order[0], order[2])[:size]
        for source, rows in _branches(search)
    ]
    if len(branches) < 2:
        return branches[0] if branches else []
    return branches[0].union(*branches[1:], all=True).order_by(*order)[:size]


def _branches(search: Search):
    """(name, rows as values in the order of COLUMNS) of each table that can hold what is looked for."""
    models = {model._meta.db_table: model for model in event_models()}
    if search.what in {"", ACTS} and search.action not in {"insert", "update", "delete"}:
        yield ACTS, _acts(search)
    if search.what == ACTS or (search.action and search.action not in {"insert", "update", "delete"}):
        return
    for table, model in models.items():
        if search.what in {"", table}:
            yield table, _events(model, search)


def row_column(model: type[HistoryEvent]) -> str:
    """The column that says which row an event is about: of a link, the row it starts from."""
    if hasattr(model, "pgh_obj"):
        return "pgh_obj_id"
    return next(field.attname for field in model._meta.fields if field.many_to_one)


def _events(model: type[HistoryEvent], search: Search) -> QuerySet[Any]:
    rows = model.objects.annotate(
        line_source=_text(model._meta.db_table),
        line_key=F("pgh_id"),
        line_at=F("pgh_created_at"),
        line_label=F("pgh_label"),
        line_who=KT("pgh_context__user"),
        line_row=Cast(row_column(model), TextField()),
        **{f"line_{name}": Coalesce(KT(f"pgh_context__{name}"), _text("")) for name in ("by", "request", "reason")},
    )
    spoken = {"user": search.who, "request": search.request}
    wanted = {name: value for name, value in spoken.items() if value not in (None, "")}
    if wanted:
        rows = rows.filter(Q(("pgh_context__contains", wanted)))  # the form in which the index knows it
    return _narrowed(rows, search)


def _acts(search: Search) -> QuerySet[Any]:
    rows = AuditEntry.objects.annotate(
        line_source=_text(ACTS),
        line_key=F("id"),
        line_at=F("at"),
        line_label=Cast("action", TextField()),
        line_who=Cast("actor_id", TextField()),
        line_row=Cast("target", TextField()),
        line_by=_text(""),
        line_request=Cast("request_id", TextField()),
        line_reason=Cast("reason", TextField()),
    )
    if search.who is not None:
        rows = rows.filter(actor=search.who)
    if search.request:
        rows = rows.filter(request_id=search.request)
    return _narrowed(rows, search)


def _text(words: str) -> Value:
    return Value(words, TextField())


def _narrowed(rows, search):
    if search.row:
        rows = rows.filter(line_row=search.row)
    if search.action:
        rows = rows.filter(line_label=search.action)
    if search.first:
        rows = rows.filter(line_at__gte=_start(search.first))
    if search.last:
        rows = rows.filter(line_at__lt=_start(search.last + dt.timedelta(days=1)))
    return rows.values_list(*COLUMNS)


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _beyond(source, after, backwards):
    """Rows of one table that come after the line ``after`` in the common order."""
    if after is None:
        return Q()
    at, its_source, key = after
    side = "gt" if backwards else "lt"
    beyond = Q(**{f"line_at__{side}": at})
    if source == its_source:
        beyond |= Q(line_at=at, **{f"line_key__{side}": key})
    elif (source > its_source) == backwards:
        beyond |= Q(line_at=at)
    # Said once more by itself, for the index.
    return Q(**{f"line_at__{side}e": at}) & beyond


def _encode(direction: str, line: Line) -> str:
    text = json.dumps([direction, line.at.isoformat(), line.source, line.key])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[bool, tuple[dt.datetime, str, int]]:
    try:
        direction, at, source, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = parse_datetime(at)
        if direction not in {"n", "p"} or moment is None or moment.tzinfo is None or not isinstance(key, int):
            raise ValueError(cursor)
    except (binascii.Error, ValueError, TypeError, UnicodeError) as error:
        message = _("This place in the list does not exist. Start again from the first page.")
        raise ValidationError(message, code="bad_cursor") from error
    return direction == "p", (moment, str(source), key)
