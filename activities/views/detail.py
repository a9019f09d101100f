from django.views.generic import DetailView

from activities.forms.reason import ReasonForm
from activities.models import Activity
from activities.models.activity import EDITABLE_STATES
from activities.queries import records
from core.panels import panels_for


class DetailPage(DetailView):
    template_name = "activities/activity_detail.html"
    context_object_name = "activity"
    reason_form: ReasonForm | None = None  # a refused one, shown again with what was typed

    def get_queryset(self):
        rows = Activity.objects.visible_to(self.request.user).with_parties()
        rows = rows.select_related("submitted_by", "verified_by")
        return rows.prefetch_related("teams", "works", "speakers", "steps__actor")

    def get_context_data(self, **kwargs):
        user, activity = self.request.user, self.object
        return super().get_context_data(**kwargs) | {
            "steps": list(activity.steps.all()),
            "audience": records.audience_words(activity),
            "may": next_steps(user, activity),
            "due": records.due_day(activity) if activity.state == Activity.State.SUBMITTED else None,
            "reason_form": self.reason_form or ReasonForm(),
            "panels": panels_for("activity", self.request, activity),
        }


def next_steps(user, activity):
    """Which steps this user may make now."""
    manages = Activity.objects.manageable_by(user).filter(pk=activity.pk).exists()
    reviews = Activity.objects.visible_to(user).reviewable_by(user).filter(pk=activity.pk).exists()
    waits = reviews and activity.state == Activity.State.SUBMITTED
    own = user.pk in {activity.created_by_id, activity.submitted_by_id}
    editable = manages and activity.state in EDITABLE_STATES
    return {
        "edit": editable,
        "submit": editable,
        "delete": manages and activity.state == Activity.State.DRAFT,
        "verify": waits and not own,
        "wait_for_another": waits and own,
        "reopen": reviews and activity.state == Activity.State.VERIFIED,
        "copy": bool(user.reach.logging),
    }
