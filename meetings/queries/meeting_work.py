"""The work that meetings make for whoever calls them: to plan, to lock, to give notice of, to record."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.work import WorkItem
from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES
from meetings.queries.bodies import host_of

MOST = 20
DAY = dt.timedelta(days=1)


def work_for(user: Any) -> Iterable[WorkItem]:
    """Of the belt that the county convenes, or the half-year that the province hosts; not of all for the office."""
    if user.reach.corridor_office or not user.reach.counties:
        return
    today = timezone.localdate()
    to_plan = Q(state__in=("expected", "postponed"), period_first__lte=today, period_last__gte=today)
    waiting = Q(state__in=DATED_STATES[1:]) | Q(state="planned", starts_at__lte=timezone.now())
    rows = JointMeeting.objects.manageable_by(user).filter(to_plan | waiting)
    for meeting in rows.select_related("body__belt", "body__first_host", "host").order_by("state_since", "pk")[:MOST]:
        item = _item(meeting) if _is_own(user, meeting) else None
        if item:
            yield item


def _is_own(user: Any, meeting: JointMeeting) -> bool:
    """A provincial office may call every meeting that is no belt's; it is reminded of those that it hosts."""
    if not user.reach.provinces:
        return True
    host = host_of(meeting)
    return host is None or host.pk in user.reach.provinces


def _item(meeting):
    if meeting.state in ("expected", "postponed"):
        last = max(meeting.period_first, meeting.period_last - meeting.body.call_days * DAY)
        return _work(meeting, _("Plan the meeting: %(meeting)s"), _("Plan it"), last, page="plan")
    day = timezone.localdate(meeting.starts_at)
    if meeting.starts_at <= timezone.now():
        return _work(meeting, _("Was it held? %(meeting)s"), _("Record it"), day)
    if meeting.state == "agenda_open":
        closing = timezone.localdate(meeting.items_until or meeting.starts_at)
        return _work(meeting, _("Lock the agenda: %(meeting)s"), _("Look at it"), closing)
    if meeting.state == "agenda_locked":
        notice = day - meeting.body.notice_days * DAY
        return _work(meeting, _("Give notice: %(meeting)s"), _("Give notice"), notice)
    return None


def _work(meeting, title, action, due, page="meeting"):
    since = meeting.state_since
    if meeting.period_first and meeting.state == "expected":
        since = timezone.make_aware(dt.datetime.combine(meeting.period_first, dt.time.min))
    when = meeting.starts_at and date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")
    return WorkItem(
        title=title % {"meeting": meeting},
        url=reverse(f"meetings:{page}", args=[meeting.pk]),
        action=action,
        detail=" · ".join(filter(None, [str(meeting.host or ""), when, meeting.get_state_display()])),
        since=since,
        due=due,
    )
