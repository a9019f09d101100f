"""The two queues: records to finish, records to verify."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import Activity
from activities.queries import records
from activities.services.life import verify_activities
from core.paging import page_of
from core.workdays import calendar

MOST_AT_ONCE = 50


@require_safe
def to_finish(request):
    page = page_of(records.to_finish(request.user), order=("state_since", "pk"), cursor=request.GET.get("cursor", ""))
    return render(request, "activities/to_finish.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def to_verify(request):
    """The list; a post verifies the rows that were ticked, each for itself."""
    if request.method == "POST":
        return _verify_ticked(request)
    rows = records.to_verify(request.user)
    page = page_of(rows, order=("state_since", "pk"), cursor=request.GET.get("cursor", ""), size=MOST_AT_ONCE)
    working = calendar()
    for activity in page:
        activity.due, activity.words = records.due_day(activity, working), records.judged_by(activity)
    return render(request, "activities/to_verify.html", {"page": page})


def _verify_ticked(request):
    """A tick carries the record and the version that was shown: “17-3”."""
    pairs = [value.split("-") for value in request.POST.getlist("ticked")[:MOST_AT_ONCE]]
    versions = {int(key): int(version) for key, version in filter(_is_pair, pairs)}
    rows = Activity.objects.visible_to(request.user).reviewable_by(request.user).filter(pk__in=versions)
    outcomes = verify_activities(actor=request.user, activities=rows, versions=versions)
    done = [outcome for outcome in outcomes if outcome.error is None]
    for outcome in outcomes:
        if outcome.error is not None:
            messages.error(request, f"{outcome.activity}: {' '.join(outcome.error.messages)}")
    if done:
        words = ngettext("%(count)d record verified.", "%(count)d records verified.", len(done))
        messages.success(request, words % {"count": len(done)})
    elif not outcomes:
        messages.error(request, _("Tick the records that you verify."))
    return redirect("activities:to_verify")


def _is_pair(pair):
    return len(pair) == 2 and all(part.isdecimal() and len(part) < 10 for part in pair)
