"""Typed figures that the ledgers contradict, with who has signed them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.models import Report, Signature
from indicators.queries.reported.ledger import counted_beside

MOST = 200


@dataclass(frozen=True)
class Difference:
    """``signature`` is of these two values; one of earlier values does not count."""

    report: Report
    counted: Decimal
    signature: Signature | None

    @property
    def amount(self) -> Decimal:
        return self.report.value - self.counted


def differences_of(user: Any) -> list[Difference]:
    """Of the latest figures that this user sees in cells that the statistics fill; unsigned ones first.

    Where this user is not told what the statistics count, nothing is said of a difference either.
    """
    rows = Report.objects.visible_to(user).exclude(indicator__measure="")
    rows = rows.select_related("indicator__data_set", "region", "typed_by").prefetch_related("signatures__signed_by")
    found = list(rows.order_by("-first", "region", "pk")[:MOST])
    beside = counted_beside(user, found, "measure")
    made = [_difference(report, beside) for report in found]
    return sorted((row for row in made if row and row.amount), key=lambda row: row.signature is not None)


def _difference(report, beside):
    counted = beside[report.indicator.measure, (report.first, report.last)].of(report.region_id)
    if counted is None:
        return None
    signed = (row for row in report.signatures.all() if (row.typed, row.counted) == (report.value, counted))
    return Difference(report, counted, next(signed, None))
