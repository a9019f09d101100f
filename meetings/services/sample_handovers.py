"""The handovers of the demo's past years: each at the end of its year, of what was open then. Never in production."""

import datetime as dt

from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import Role, User
from core import clock
from meetings.models import ConvenerTerm, Handover, JointMeeting
from meetings.queries.handover import proposed_contacts
from meetings.services import handover

DAY = dt.timedelta(days=1)
OWED_BEFORE, HANDED_BEFORE = 30 * DAY, 12 * DAY  # the last day of the term
MINUTES_ISSUED = Q(state__in=("issued", "archived"))
NOTE = "样例：季度会议会前十天锁定议程，跨省事项由对岸区县确认销号。"


def somebody(code):
    """A sample reviewer of the region, or of its provincial office."""
    roles = (Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    return User.objects.holding_today(*roles, regions=[code]).order_by("pk").first()


def terms_over(year):
    """Of that year, ended, and not handed over yet."""
    over = ConvenerTerm.objects.filter(year=year, until__lt=timezone.localdate(), handover=None)
    return list(over.select_related("belt").order_by("belt"))


def moment_of(term):
    """When it was handed over: before the term's end, or after the last of its meetings had its minutes."""
    meetings = JointMeeting.objects.filter(body__belt=term.belt, period_last__range=(term.since, term.until))
    last = meetings.aggregate(last=Max("state_since", filter=MINUTES_ISSUED))["last"]
    usual = dt.datetime.combine(term.until - HANDED_BEFORE, dt.time(10, 30))
    return max(filter(None, [timezone.make_aware(usual), last and last + 3 * DAY]))


def hand_over_past(term, office):
    """Where a county has no sample people, the offices note it for them; never one for both sides."""
    moment = moment_of(term)
    with clock.set_to(min(moment, timezone.make_aware(dt.datetime.combine(term.until - OWED_BEFORE, dt.time(0, 20))))):
        row = handover.owe_handover(term=term)
    if row is None or row.state != Handover.State.OWED:
        return
    sender = somebody(row.outgoing_id) or office
    receiver = somebody(row.incoming_id) or somebody(row.incoming.province_code)
    with clock.set_to(moment):
        row = handover.hand_over(actor=sender, handover=row, contacts=proposed_contacts(row), note=NOTE)
    with clock.set_to(moment + 5 * DAY):
        handover.accept_handover(actor=receiver, handover=row)
