from typing import Any

from django.db.models import QuerySet

ORDER = ("-at", "-pk")


def complete(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line of the log shows."""
    return rows.select_related("platform", "user", "from_province", "to_province")
