"""What this app puts on pages that are not its own, and on a record's page."""

from urllib.parse import urlencode

from django.utils import timezone

from activities.models import Activity, Attachment
from activities.models.attachment import STATES_THAT_TAKE_FILES
from activities.queries import choices, duplicates
from activities.queries.entities import latest
from activities.queries.parties import taking_part
from belts.models import Belt, Region
from venues.models import Booking

MOST_LATEST = 6


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


def venue_panel(request, activity):
    """The venue of a record, and how far its booking is, for those who see the booking."""
    if activity.venue_id is None:
        return None
    booking = Booking.objects.visible_to(request.user).filter(pk=activity.booking_id).select_related("venue").first()
    return {"venue": activity.venue, "booking": booking}


def duplicates_panel(request, activity):
    """Pairs that this record is part of, shown to both sides."""
    pairs = list(duplicates.candidates_of(activity, request.user))
    return {"pairs": pairs, "activity": activity} if pairs else None


def latest_panel(request, subject):
    """The newest records of a belt, of a county, or that the reader may see; on the home page those of one's county."""
    if not request.user.reach.staff:
        return None
    if subject is None:
        subject = request.user.home_region
    rows = Activity.objects.visible_to(request.user)
    query = {}
    if isinstance(subject, Belt):
        rows, query = rows.filter(taking_part(belt=subject)), {"belt": subject.pk}
    elif isinstance(subject, Region):
        place = "province" if subject.level == Region.Level.PROVINCE else "region"
        rows, query = rows.filter(taking_part(**{place: subject})), {place: subject.pk}
    return {"activities": latest(rows)[:MOST_LATEST], "query": urlencode(query)}


def home_head(request, _subject):
    """The belt that the user's county sits in today, beside the county's name."""
    region = request.user.home_region
    belt = choices.Seats(timezone.localdate()).belt_of.get(region.pk) if region else None
    return {"belt": belt} if belt else None
