"""What a booking is for, and who of the activity is told of what happens to it; registered with venues."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from activities.models import Activity, ActivityParty
from venues.models import Booking

KIND = "activity_venue"
TOLD = ("refused", "cancelled", "moved", "lapsed", "closed")


def words_of(what):
    """The state, or what else happened, in the language that is active."""
    others = {"moved": _("moved"), "closed": _("closed")}
    return others.get(what) or str(Booking.State(what).label)


def describe(booking, user):
    """Title and address of the activity, or None for who may not see it."""
    activity = Activity.objects.visible_to(user).filter(booking=booking).first()
    return activity and (activity.title, activity.get_absolute_url())


def changed(booking, what):
    """``what``: the state that the booking came to, "moved" or "closed". Tells who logged it and the lead's loggers."""
    activity = Activity.objects.filter(booking=booking).select_related("created_by").first()
    if activity is None or what not in TOLD or (what == "moved" and _fits(activity, booking)):
        return
    leads = activity.parties.filter(role=ActivityParty.Role.LEAD).values("region_id")
    people = [activity.created_by, *User.objects.holding_today(Role.COUNTY_LOGGER, regions=leads)]
    params = {"title": activity.title, "venue": booking.venue.name, "at": booking.starts_at.isoformat(), "what": what}
    key = f"booking-{booking.pk}-{booking.version}-{what}"
    owe_notices(to=people, kind=KIND, key=key, url=activity.get_absolute_url(), params=params)


def _fits(activity, booking):
    """The record says the same time already: it was the one that moved."""
    start, end = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    times = (activity.starts_on, activity.starts_at, activity.ends_on, activity.ends_at)
    return times == (start.date(), start.time(), end.date(), end.time())
