"""The lines of lists as they are read, and which resources may answer a need."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from meetings.models import ListEntry
from meetings.queries.likeness import likeness

ORDER = ("-created_at", "-pk")
MOST_SUGGESTED = 5
MOST_COMPARED = 500


def complete(entries: QuerySet) -> QuerySet:
    """With all that a list of lines shows."""
    projects = ListEntry.objects.select_related("need", "resource")
    return entries.select_related("body", "region", "unit", "need", "resource", "item__meeting__body").prefetch_related(
        Prefetch("projects_of_need", queryset=projects), Prefetch("projects_of_resource", queryset=projects)
    )


def projects_of(entry: ListEntry) -> list[ListEntry]:
    """The projects that came of a need or a resource."""
    rows: Iterable[ListEntry] = entry.projects_of_need.all()
    if entry.kind == ListEntry.Kind.RESOURCE:
        rows = entry.projects_of_resource.all()
    return list(rows)


def resources_for(need: ListEntry) -> list[ListEntry]:
    """Resources of the body that may answer a need: those of other counties first, then the most alike in words."""
    taken = need.projects_of_need.exclude(state=ListEntry.State.DROPPED).values("resource")
    rows = ListEntry.objects.open().filter(body=need.body_id, kind=ListEntry.Kind.RESOURCE).exclude(pk__in=taken)
    found = list(rows.select_related("region", "unit").order_by(*ORDER)[:MOST_COMPARED])
    words = (need.title, need.text)

    def rank(resource: ListEntry) -> tuple[bool, float, int]:
        near = likeness(words, (resource.title, resource.text))
        return resource.region_id == need.region_id, -near, -resource.pk

    return sorted(found, key=rank)[:MOST_SUGGESTED]
