"""What a booking for a meeting is for, and that its convener hears what happens to it; registered with venues."""

from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from meetings.models import JointMeeting
from venues.models import Booking

KIND = "meeting_hall"
TOLD = ("refused", "cancelled", "moved", "lapsed", "closed")
ROLES = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)


def words_of(what):
    """The state, or what else happened, in the language that is active."""
    others = {"moved": _("moved"), "closed": _("closed")}
    return others.get(what) or str(Booking.State(what).label)


def describe(booking, user):
    """Title and address of the meeting, or None for who may not see it."""
    meeting = JointMeeting.objects.visible_to(user).filter(booking=booking).select_related("body").first()
    return meeting and (str(meeting), meeting.get_absolute_url())


def changed(booking, what):
    """``what``: the state that the booking came to, "moved" or "closed". Tells who asked for it and the host."""
    meeting = JointMeeting.objects.filter(booking=booking).select_related("body").first()
    if meeting is None or what not in TOLD or (what == "moved" and _fits(meeting, booking)):
        return
    people = [booking.requested_by, *User.objects.holding_today(*ROLES, regions=[meeting.host_id])]
    params = {"meeting": str(meeting), "venue": booking.venue.name, "at": booking.starts_at.isoformat(), "what": what}
    key = f"booking-{booking.pk}-{booking.version}-{what}"
    owe_notices(to=people, kind=KIND, key=key, url=meeting.get_absolute_url(), params=params)


def _fits(meeting, booking):
    """The meeting has that time already: it was the one that moved."""
    return (meeting.starts_at, meeting.ends_at) == (booking.starts_at, booking.ends_at)
