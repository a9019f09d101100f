"""Figures as they stood at a moment: today's, with everything taken away that was written since (docs/adr/0012)."""

import datetime as dt
import time

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import formats, timezone
from django.utils.translation import gettext as _

# What a transaction writes is of the moment of writing, but can be seen when it ends: a moment can be asked for when
# everything that was begun before it has ended. Then it is the same whenever it is asked. PostgreSQL's own processes
# write too (autovacuum its statistics), but never records.
WRITING_SINCE = """
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL
    AND pid <> pg_backend_pid()
"""


PATIENCE = 5  # seconds
BETWEEN_LOOKS = 0.1


def settled_moment() -> dt.datetime:
    """This moment, as soon as all that was begun before it has ended: figures as they stood at it never change again.

    Raises ValidationError ``vintage_too_recent`` where somebody goes on writing for longer than ``PATIENCE``.
    """
    moment = timezone.now()
    while (writing := _writing_since()) is not None and writing <= moment:
        if (timezone.now() - moment).total_seconds() > PATIENCE:
            raise too_recent("at")
        time.sleep(BETWEEN_LOOKS)
    return moment


def check_vintage(at: dt.datetime, parameter: str = "at") -> None:
    """Raises ValidationError for the parameter: ``vintage_too_early``, ``vintage_too_recent``."""
    began, writing = _began_at(), _writing_since()
    if began is None or at < began:
        message = _("Figures can be given as they stood at any moment since %(day)s.")
        message %= {"day": formats.date_format(timezone.localtime(began), "c") if began else "-"}
        raise refusal(parameter, message, "vintage_too_early")
    if at > timezone.now() or (writing is not None and writing <= at):
        raise too_recent(parameter)


def check_has_past(can_answer: bool, parameter: str = "at") -> None:
    """Raises ValidationError ``vintage_needs_tallies`` where figures are counted from the records of today."""
    if not can_answer:
        message = _(
            "With these filters figures are counted from the records of today. Leave “%(name)s” out, or the filters."
        )
        raise refusal(parameter, message % {"name": parameter}, "vintage_needs_tallies")


def too_recent(parameter: str) -> ValidationError:
    message = _("This moment is not over yet. Ask again in a minute, or for an earlier one.")
    return refusal(parameter, message, "vintage_too_recent")


def is_too_recent(refused: ValidationError) -> bool:
    found = refused.error_dict.get("at", []) if hasattr(refused, "error_dict") else []
    return any(error.code == "vintage_too_recent" for error in found)


def refusal(parameter: str, message: str, code: str) -> ValidationError:
    return ValidationError({parameter: ValidationError(message, code=code)})


def _began_at():
    with connection.cursor() as cursor:
        cursor.execute("SELECT began_at FROM indicators_tallystate WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else None


def _writing_since():
    with connection.cursor() as cursor:
        cursor.execute(WRITING_SINCE)
        return cursor.fetchone()[0]
