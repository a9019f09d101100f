"""Rows that leave the portal as a file: what they are and who took them stands in the file and in the audit."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act
from accounts.services.audit import record_act
from core import exports
from core.exports import Column, Table


def take_out(
    *,
    actor: Any,
    name: str,
    rows: QuerySet[Any],
    description: str,
    counting: str,
    columns: Sequence[Column],
    lines: Iterable[Any],
    most: int | None = None,
    purpose: str = "",
) -> Table:
    """The table of ``rows``, noted in the audit; ValidationError (``too_many_rows``) when they are more than ``most``.

    ``name`` is what the rows are, in the plural; ``lines`` are the same rows as the columns read them, lazily, since
    they are counted first. A ``purpose`` that the taker has typed stands in the audit and marks the file.
    """
    now = timezone.now()
    count = exports.check_size(rows, exports.MOST_ROWS if most is None else most)
    maker = f"{actor} {actor.post_label}".strip()
    more = [(_("Rows"), f"{count:,}"), (_("Made by"), maker)]
    reason, mark = str(count), ""
    if purpose:
        more.append((_("Purpose"), purpose))
        reason = f"{count} · {purpose}"
        mark = _("Exported by %(maker)s on %(moment)s for: %(purpose)s") % {
            "maker": maker, "moment": exports.to_the_minute(now), "purpose": purpose
        }  # fmt: skip
    facts = exports.facts_of(description=description, as_of=now, counting=[counting], more=more)
    record_act(actor=actor, action=Act.EXPORT, target=f"{name}: {description}", reason=reason)
    file_name = f"{name} {timezone.localtime(now):%Y-%m-%d %H%M}"
    return Table(file_name, columns, lines, facts, mark)
