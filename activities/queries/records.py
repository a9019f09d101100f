"""Reading single records, and the work that they owe."""

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, ActivityStep, Attachment, DuplicateCandidate
from core.work import LONGEST_LIST, WorkItem
from core.workdays import calendar

State = Activity.State
# A submitted record is verified within three working days; the day of submission is not counted.
DAYS_TO_VERIFY = 3


def logged_with(form_key):
    """The record that this form made before, or None."""
    return Activity.objects.filter(form_key=form_key).first() if form_key else None


def last_reason(activity):
    """Why the record is in the state it is in, or ""."""
    step = activity.steps.filter(to_state=activity.state).last()
    return step.reason if step else ""


def to_finish(user):
    """What waits for this person's hand, each with the reason of the last step."""
    reasons = ActivityStep.objects.filter(activity=OuterRef("pk"), to_state=OuterRef("state")).order_by("-at", "-pk")
    return (
        Activity.objects.to_finish_by(user)
        .annotate(last_reason=Coalesce(Subquery(reasons.values("reason")[:1]), Value("")))
        .with_parties()
    )


def to_verify(user):
    """What waits for this reviewer, with what helps to judge it."""
    photos = Attachment.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    alike = DuplicateCandidate.objects.filter(
        Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), state=DuplicateCandidate.State.OPEN
    )
    rows = Activity.objects.verifiable_by(user).with_parties()
    return rows.annotate(
        photo_count=Coalesce(Subquery(photos.annotate(count=Count("pk")).values("count")), 0),
        alike_count=Coalesce(Subquery(alike.order_by().values("state").annotate(count=Count("pk")).values("count")), 0),
    )


def due_day(activity, working=None):
    """``working`` is the calendar, for whoever asks about several records."""
    working = working or calendar()
    return working.add_working_days(timezone.localtime(activity.state_since).date(), DAYS_TO_VERIFY)


def finishing_work(user):
    for activity in to_finish(user).order_by("state_since", "pk")[:LONGEST_LIST]:
        yield WorkItem(
            title=_FINISH_TITLES[activity.state]() % {"title": activity.title},
            url=reverse("activities:edit", args=[activity.pk]),
            action=_("Finish"),
            detail=activity.last_reason or _described(activity),
            since=activity.state_since,
        )


_FINISH_TITLES = {
    State.DRAFT: lambda: _("Finish the draft: %(title)s"),
    State.RETURNED: lambda: _("Returned, to correct: %(title)s"),
    State.REOPENED: lambda: _("Re-opened, to correct: %(title)s"),
}


def verifying_work(user):
    rows = list(to_verify(user).order_by("state_since", "pk")[:LONGEST_LIST])
    working = calendar() if rows else None
    for activity in rows:
        yield WorkItem(
            title=_("Verify: %(title)s") % {"title": activity.title},
            url=activity.get_absolute_url(),
            action=_("Go and verify"),
            detail=judged_by(activity),
            since=activity.state_since,
            due=due_day(activity, working),
        )


def judged_by(activity):
    """“观众 1,860 人(清点) · 3 张照片 · 与 1 条记录疑似重复”."""
    parts = [_described(activity), audience_words(activity)]
    if activity.photo_count:
        parts.append(
            ngettext("%(count)d file", "%(count)d files", activity.photo_count) % {"count": activity.photo_count}
        )
    if activity.alike_count:
        words = ngettext("like %(count)d other record", "like %(count)d other records", activity.alike_count)
        parts.append(words % {"count": activity.alike_count})
    return " · ".join(filter(None, parts))


def audience_words(activity):
    if activity.audience is None:
        return ""
    words = ngettext("%(count)s person (%(basis)s)", "%(count)s people (%(basis)s)", activity.audience)
    return words % {"count": f"{activity.audience:,}", "basis": activity.get_audience_basis_display()}


def _described(activity):
    parties = ", ".join(dict.fromkeys(str(party.region) for party in activity.parties.all()))
    return " · ".join(filter(None, [activity.period, parties, str(activity.created_by)]))
