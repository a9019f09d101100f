"""Keyset paging: a page costs the same at any depth, and does not shift when rows are added in front of it."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

LARGEST_PAGE = 500


@dataclass
class Page:
    """Rows of one page; ``later`` and ``earlier`` are cursors of the pages beside it, or empty."""

    rows: list[Any] = field(default_factory=list)
    later: str = ""
    earlier: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_of(rows: QuerySet, *, order: tuple[str, ...], cursor: str = "", size: int = 50) -> Page:
    """One page of ``rows`` by ``order``: fields, annotations, all "-name" or all "name", not null, a unique one last.

    Raises ValidationError (``bad_cursor``) for a cursor that was not made here.
    """
    descending = order[0].startswith("-")
    names = [name.lstrip("-") for name in order]
    backwards, after = _decode(cursor, rows, names) if cursor else (False, None)
    down = descending != backwards
    found = rows.order_by(*(f"-{name}" if down else name for name in names))
    if after is not None:
        found = found.filter(_beyond(names, after, down))
    taken = list(found[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    if not taken:
        return Page()
    has_later, has_earlier = (True, more) if backwards else (more, after is not None)
    return Page(
        rows=taken,
        later=_encode("n", taken[-1], names) if has_later else "",
        earlier=_encode("p", taken[0], names) if has_earlier else "",
    )


def _beyond(names, values, down):
    """Row comparison written out; the first condition alone lets the index find the place."""
    word = "lt" if down else "gt"
    condition = Q()
    for depth in range(len(names)):
        equal = {name: values[place] for place, name in enumerate(names[:depth])}
        condition |= Q(**equal, **{f"{names[depth]}__{word}": values[depth]})
    return Q(**{f"{names[0]}__{word}e": values[0]}) & condition


def _encode(direction, row, names):
    values = [row.pk if name == "pk" else getattr(row, name) for name in names]
    return base64.urlsafe_b64encode(json.dumps([direction, *values], default=str).encode()).decode().rstrip("=")


def _decode(cursor, rows, names):
    refusal = ValidationError(
        _("This place in the list does not exist. Start again from the first page."), code="bad_cursor"
    )
    try:
        direction, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [_column(rows, name) for name in names]
        values = [column.to_python(value) for column, value in zip(fields, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, ValidationError, FieldDoesNotExist, UnicodeError) as error:
        raise refusal from error
    if direction not in {"n", "p"} or None in values:
        raise refusal
    return direction == "p", values


def _column(rows, name):
    """What reads a value back: a field, or what an annotation of the rows gives."""
    if name in rows.query.annotations:
        return rows.query.annotations[name].output_field
    return rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)


class KeysetPagination(BasePagination):
    """``?cursor=…&size=…`` for API lists; a view states ``page_order``."""

    page: Page

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        order = getattr(view, "page_order", ("pk",))
        self.page = page_of(
            queryset, order=order, cursor=request.query_params.get("cursor", ""), size=self._size(request)
        )
        return self.page.rows

    def _size(self, request):
        value = request.query_params.get("size", "50")
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= LARGEST_PAGE:
            raise ValidationError(
                {"size": _("The size of a page is a whole number from 1 to %(most)d.") % {"most": LARGEST_PAGE}},
                code="invalid",
            )
        return int(value)

    def _link(self, cursor):
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor) if cursor else None

    def get_paginated_response(self, data):
        return Response(
            {"next": self._link(self.page.later), "previous": self._link(self.page.earlier), "results": data}
        )

    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "format": "uri", "nullable": True, "example": None}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view):
        return [
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": "Place in the list, as `next` and `previous` give it."},
            {"name": "size", "in": "query", "required": False,
             "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 50}},
        ]  # fmt: skip
