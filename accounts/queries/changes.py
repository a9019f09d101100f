"""What an event changed, readable: the row before and after, field by field, with the words of choices and people."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Act, AuditEntry, Post, User
from accounts.queries.timeline import ACTS, Line, row_column
from belts.models import Region, Unit
from core.history import event_models

LONGEST = 300
# Rows that are told by their name beside their key, and what that name needs.
NAMED: dict[Any, tuple[str, ...]] = {Region: (), Unit: (), User: (), Post: ("unit", "region")}


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


def describe(lines: list[Line]) -> list[Line]:
    """Set who, what and the changes of each line, in a few queries for all of them."""
    by_source = defaultdict(list)
    for line in lines:
        by_source[line.source].append(line)
    models = {model._meta.db_table: model for model in event_models()}
    names = {str(pk): person for pk, person in _people(lines).items()}
    for source, found in by_source.items():
        if source == ACTS:
            _describe_acts(found)
        else:
            _describe_events(models[source], found)
    for line in lines:
        line.who_name = line.who_name or names.get(line.who or "", "") or line.by or _("the system")
    return lines


def source_labels() -> list[tuple[str, str]]:
    """(name of the table, words for it) of every history table."""
    return sorted(((model._meta.db_table, source_label(model)) for model in event_models()), key=lambda pair: pair[1])


def source_label(model: Any) -> str:
    if hasattr(model, "pgh_obj"):
        return str(model.pgh_tracked_model._meta.verbose_name)
    ends = [field.related_model for field in model._meta.fields if field.many_to_one]
    return " ↔ ".join(str(_model(end)._meta.verbose_name) for end in ends[:2])


def _model(model):
    return apps.get_model(model) if isinstance(model, str) else model


def _people(lines):
    keys = {int(line.who) for line in lines if line.who and line.who.isdigit()}
    return {user.pk: f"{user.name} ({user.username})" for user in User.objects.filter(pk__in=keys)}


def _describe_acts(lines):
    entries = AuditEntry.objects.in_bulk([line.key for line in lines])
    for line in lines:
        entry = entries[line.key]
        line.what = str(Act(line.label).label) if line.label in Act.values else line.label
        line.who_name = entry.actor_name or ("—" if not entry.success else "")
        facts = {_("of what"): entry.target, _("address"): entry.address or ""}
        line.changes = [Change(name, "", value) for name, value in facts.items() if value]


def _describe_events(model, lines):
    events = model.objects.in_bulk([line.key for line in lines])
    befores = _rows_before(model, [line.key for line in lines if line.label == "update"])
    own_key = model.pgh_tracked_model._meta.pk.name
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.name.startswith("pgh_") and not (field.name == own_key == "id")
    ]
    words = _words_for_keys(fields, [*events.values(), *befores.values()])
    for line in lines:
        event = events[line.key]
        line.what = source_label(model)
        before = befores.get(line.key) if line.label == "update" else event if line.label == "delete" else None
        after = event if line.label != "delete" else None
        line.changes = list(_differences(fields, before, after, words))


def _words_for_keys(fields, rows):
    """{field: {key: words}} for keys of people, places and posts, in a query for each field."""
    words = {}
    for field in fields:
        named = NAMED.get(field.related_model) if field.many_to_one else None
        if named is not None:
            keys = {getattr(row, field.attname) for row in rows if row} - {None}
            found = field.related_model.objects.filter(pk__in=keys).select_related(*named)
            words[field.name] = {row.pk: str(row) for row in found}
    return words


def _rows_before(model, keys):
    """For each of these events the event of the same row that came before it."""
    column = row_column(model)
    earlier = model.objects.filter(**{column: OuterRef(column)}, pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    pairs = model.objects.filter(pgh_id__in=keys).annotate(pgh_before=Subquery(earlier.values("pgh_id")[:1]))
    found = dict(pairs.values_list("pgh_id", "pgh_before"))
    rows = model.objects.in_bulk([before for before in found.values() if before])
    return {key: rows.get(before) for key, before in found.items()}


def _differences(fields, before, after, words):
    for field in fields:
        old, new = (_text(field, row, words.get(field.name, {})) for row in (before, after))
        if old != new:
            yield Change(str(field.verbose_name), old, new)


def _text(field: Any, row: Any, words: dict[Any, str]) -> str:
    """A field's value in words; "" for none."""
    value = None if row is None else getattr(row, field.attname)
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, int | str) and value in words:
        return f"{words[value]} ({value})"
    text = _spoken(field, value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _spoken(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i:s")
    return str(value)
