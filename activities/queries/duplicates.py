"""Reading pairs of records that may be one event."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity, DuplicateCandidate
from core.work import WorkItem

MOST_WORK = 20


def side_by_side(candidate):
    """Both records with their parties, the one with the lower id first, whatever their state."""
    pair = Activity.objects.filter(pk__in=[candidate.first_id, candidate.second_id])
    return list(pair.with_parties().prefetch_related("teams", "works", "attachments").order_by("pk"))


def candidates_of(activity, user):
    """Pairs that this record is part of and that the user may see; dismissed ones stay away."""
    return (
        DuplicateCandidate.objects.visible_to(user)
        .filter(Q(first=activity) | Q(second=activity))
        .exclude(state=DuplicateCandidate.State.DIFFERENT)
        .select_related("first", "second")
    )


def work_for(user):
    """Pairs that wait for this reviewer's decision."""
    if not user.reach.reviewing:
        return
    open_pairs = DuplicateCandidate.objects.manageable_by(user).filter(state=DuplicateCandidate.State.OPEN)
    for pair in open_pairs.select_related("first", "second")[:MOST_WORK]:
        yield WorkItem(
            title=_("Logged twice? %(title)s") % {"title": pair.first.title},
            url=reverse("activities:duplicate", args=[pair.pk]),
            action=_("Compare"),
            detail=_("%(score)d%% alike: %(title)s") % {"score": pair.score, "title": pair.second.title},
            since=pair.found_at,
        )
