"""Rows that other systems send: the same id of the same source, or the same form, is the same row."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet


def sent_before(rows: QuerySet[Any], content: dict[str, Any], form_key: Any) -> Model | None:
    """The one of ``rows`` (what the sender keeps) with this source id, else with this form key; locked."""
    source, source_id = content.get("source", ""), content.get("source_id", "")
    own = rows.model.objects.filter(pk__in=rows.values("pk"))
    if source_id:
        found = own.filter(source=source, source_id=source_id)
    elif form_key:
        found = own.filter(form_key=form_key)
    else:
        return None
    return found.select_for_update(of=("self",)).first()


def is_taken(error: ValidationError) -> bool:
    """Whether the row was refused because another one, sent at the same time, has its id."""
    problems = error.error_dict.get("source_id", ()) if hasattr(error, "error_dict") else ()
    return any(problem.code == "source_id_taken" for problem in problems)
