from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.models import DuplicateCandidate
from activities.queries import duplicates as queries
from activities.services import duplicates as services
from core.paging import page_of


@require_safe
def candidate_list(request):
    """Pairs that wait for a decision, the most alike first; ``?state=merged`` shows what can be undone."""
    state = request.GET.get("state", DuplicateCandidate.State.OPEN)
    if state not in DuplicateCandidate.State.values:
        state = DuplicateCandidate.State.OPEN
    rows = DuplicateCandidate.objects.visible_to(request.user).filter(state=state)
    page = page_of(
        rows.select_related("first", "second"), order=("-score", "-pk"), cursor=request.GET.get("cursor", "")
    )
    context = {"page": page, "state": state, "states": DuplicateCandidate.State.choices}
    return render(request, "activities/duplicate_list.html", context)


@require_safe
def candidate_detail(request, pk):
    """Both records side by side, what is alike, and the decision."""
    candidate = get_object_or_404(DuplicateCandidate.objects.visible_to(request.user), pk=pk)
    context = {
        "candidate": candidate,
        "records": queries.side_by_side(candidate),
        "may_decide": DuplicateCandidate.objects.manageable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "activities/duplicate_detail.html", context)


@require_POST
def decide(request, pk):
    """``decision``: the id of the record to keep, "different" or "undo"."""
    candidate = get_object_or_404(DuplicateCandidate.objects.manageable_by(request.user), pk=pk)
    reason = request.POST.get("reason", "").strip()
    try:
        _decide(request.user, candidate, request.POST.get("decision", ""), reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("activities:duplicate", pk=pk)


def _decide(actor, candidate, decision, reason):
    if decision == "different":
        services.dismiss_candidate(actor=actor, candidate=candidate, reason=reason)
    elif decision == "undo":
        services.undo_merge(actor=actor, candidate=candidate, reason=reason)
    else:
        keep = {str(record.pk): record for record in (candidate.first, candidate.second)}.get(decision)
        if keep is None:
            raise ValidationError(_("Choose one of the two records to keep."), code="not_of_the_pair")
        services.merge_activities(actor=actor, candidate=candidate, keep=keep, reason=reason)
