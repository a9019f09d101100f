"""Locking a record, and writing a step of its life: shared by everything that changes records."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityStep
from activities.models.activity import EDITABLE_STATES


def lock(activity):
    """The record as it is now, held until the transaction ends."""
    row = Activity.objects.select_for_update(of=("self",)).filter(pk=activity.pk).first()
    if row is None:
        raise ValidationError(_("This record does not exist any more."), code="gone")
    return row


def check_version(activity, version):
    """``version`` is what the person saw; None skips the check, for steps that do not depend on the content."""
    if version is not None and int(version) != activity.version:
        raise ValidationError(
            _("Somebody changed this record after you opened it. Open it again and repeat your change."), code="stale"
        )


def check_editable(activity):
    if activity.state not in EDITABLE_STATES:
        raise ValidationError(
            _("This record is %(state)s and does not change. A reviewer can return or re-open it."),
            code="not_editable",
            params={"state": activity.get_state_display()},
        )


def move(activity, *, to, actor, reason=""):
    """Write the step and the new state. The caller holds the lock and has checked that the step may be made."""
    now = timezone.now()
    ActivityStep.objects.create(
        activity=activity, from_state=activity.state, to_state=to, actor=actor, at=now, reason=reason
    )
    activity.state, activity.state_since = to, now
    activity.version += 1
    activity.save()
    return activity
