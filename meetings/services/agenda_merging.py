"""Similar items from several sides become one, which keeps what each side said."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import AgendaItem, AgendaSource, Paper
from meetings.services.agenda_rows import State, check_alone, check_convener, check_not_review, hold, keep
from meetings.services.agenda_telling import tell_sides
from meetings.services.steps import check_version


@transaction.atomic
def merge_items(*, actor, into, items, version=None, reason=""):
    """``items`` of the same agenda go into ``into``, with their sources and papers. Merged twice is merged once."""
    meeting, into = hold(into)
    keys = {item.pk for item in items} - {into.pk}
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting, pk__in=keys).order_by("pk")
    found = list(rows)
    if len(found) < len(keys) or not found:
        raise ValidationError(_("Choose other items of the same meeting."), code="nothing_to_merge")
    left = [item for item in found if item.merged_into_id != into.pk]
    if not left:
        return into
    check_version(into, version)
    reason = check_convener(meeting, reason)
    for item in (into, *left):
        _check_mergeable(item)
    for item in left:
        check_alone(item)
        _bring_over(item, into, actor)
        keep(item, actor=actor, reason=reason, state=State.MERGED, merged_into=into)
        tell_sides(item, "agenda_item_merged", reason or into.title)
    return keep(into, actor=actor, reason=reason)


def _check_mergeable(item):
    check_not_review(item)
    if item.state not in (State.PROPOSED, State.ACCEPTED):
        raise ValidationError(
            _("“%(title)s” is “%(state)s” already."),
            code="item_is_settled",
            params={"title": item.title, "state": item.get_state_display()},
        )


def _bring_over(item, into, actor):
    """A side that said the same under the same title already is not repeated; the merged item keeps its own."""
    there = {(source.region_id, source.title) for source in into.sources.all()}
    with because("", actor=actor):
        for source in item.sources.all():
            if (source.region_id, source.title) not in there:
                AgendaSource.objects.create(
                    item=into, region=source.region, unit=source.unit, title=source.title, text=source.text
                )
        Paper.objects.filter(item=item).update(item=into)
