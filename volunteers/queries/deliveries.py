"""What platforms delivered, and its sums by which both sides reconcile."""

from typing import Any

from django.db.models import QuerySet

from volunteers.choices import RowVerdict
from volunteers.models import Delivery

ORDER = ("-received_at", "-pk")


def complete(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    return rows.select_related("platform")


def reconciled(rows: "QuerySet[Delivery]") -> dict[str, Any]:
    """Deliveries, rows, rows by verdict (each named) and by reason of refusal, over all of ``rows``."""
    totals, codes = dict.fromkeys(RowVerdict.values, 0), dict[str, int]()
    deliveries = sent = 0
    for count, by_verdict, by_code in rows.order_by().values_list("rows", "totals", "codes").iterator():
        deliveries, sent = deliveries + 1, sent + count
        _add(totals, by_verdict)
        _add(codes, by_code)
    return {"deliveries": deliveries, "rows": sent, "totals": totals, "codes": dict(sorted(codes.items()))}


def _add(sums: dict[str, int], more: dict[str, int]) -> None:
    for word, count in more.items():
        sums[word] = sums.get(word, 0) + count
