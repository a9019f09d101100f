"""What a list of venues says beside its rows, and how it is ordered."""

from django.utils import timezone

from venues.queries.nearness import nearness_of, with_nearness

ORDER = ("region_id", "name", "pk")
NEAR_ORDER = ("nearness", "region_id", "name", "pk")


def with_names(rows):
    """What a line of the list shows, in a fixed number of queries."""
    return rows.select_related("region__province", "parent", "unit")


def ordered(rows, county):
    """The rows and their order: the nearest to ``county`` first where one is given."""
    if county is None:
        return with_names(rows), ORDER
    return with_nearness(with_names(rows), county, timezone.localdate()), NEAR_ORDER


def say_nearness(rows):
    """``near`` on each row that was ordered by it."""
    for row in rows:
        row.near = nearness_of(row) if hasattr(row, "nearness") else None
    return rows


def complete(rows):
    """With everything that a file or an API answer says."""
    return with_names(rows).prefetch_related("builders", "shared_with", "contacts__region", "contacts__unit", "hours")
