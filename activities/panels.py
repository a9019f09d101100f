"""What this app puts on pages that are not its own, and on a record's page."""

from activities.models import Activity, Attachment
from activities.models.attachment import STATES_THAT_TAKE_FILES
from activities.queries import duplicates


def attachments_panel(request, activity):
    """Photos and files of a record, and the form that adds some."""
    rows = list(activity.attachments.all())
    may_attach = (
        activity.state in STATES_THAT_TAKE_FILES
        and Activity.objects.manageable_by(request.user).filter(pk=activity.pk).exists()
    )
    if not rows and not may_attach:
        return None
    return {
        "activity": activity,
        "photos": [row for row in rows if row.kind == Attachment.Kind.PHOTO],
        "files": [row for row in rows if row.kind == Attachment.Kind.FILE],
        "reused": _reused(rows, request.user),
        "may_attach": may_attach,
    }


def _reused(rows, user):
    """Other records that carry the same picture: by title where the user sees them, else only that there is one."""
    elsewhere = Attachment.objects.alike_elsewhere(rows).select_related("activity")
    seen = set(Activity.objects.visible_to(user).filter(attachments__in=elsewhere).values_list("pk", flat=True))
    shown = {row.activity_id: row.activity if row.activity_id in seen else None for row in elsewhere}
    return {"records": [record for record in shown.values() if record], "hidden": None in shown.values()}


def duplicates_panel(request, activity):
    """Pairs that this record is part of, shown to both sides."""
    pairs = list(duplicates.candidates_of(activity, request.user))
    return {"pairs": pairs, "activity": activity} if pairs else None
