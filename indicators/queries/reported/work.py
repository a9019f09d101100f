"""Reported figures that wait for a person: to report, to put right, to accept, to close."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import workdays
from core.dated import start_of
from core.work import WorkItem
from indicators.models import DataSet, Report
from indicators.models.reported.scope import reporting_codes
from indicators.queries.reported import cells
from indicators.queries.reported.doubts import ONE_DAY
from indicators.queries.reported.open_periods import closable_in, open_in
from indicators.queries.reported.rights import waiting_for

MOST = 20


def reporting_work(user: Any) -> Iterable[WorkItem]:
    """What one's own regions have not reported whole and their office has not closed. Corridor people see none."""
    own = reporting_codes(user)
    if not own or user.reach.corridor_office:
        return
    days = workdays.calendar()
    for data_set in DataSet.objects.visible_to(user).minded(timezone.localdate()):
        for open_one in open_in(data_set, own):
            span, region = open_one.span, open_one.region
            yield WorkItem(
                title=_("Report: %(data_set)s, %(period)s") % {"data_set": data_set, "period": span.label},
                url=reverse("indicators:entry", args=[data_set.pk, span.word, region.pk]),
                action=_("Report"),
                detail=_("%(region)s · %(missing)d of %(asked)d figures are missing")
                % {"region": region, "missing": open_one.missing, "asked": open_one.asked},
                since=start_of(span.last + ONE_DAY),
                due=cells.due_on(data_set, span.last, days),
            )


def returned_work(user: Any) -> Iterable[WorkItem]:
    """Figures of one's own regions that the provincial office sent back."""
    if not reporting_codes(user):
        return
    rows = Report.objects.manageable_by(user).filter(state=Report.State.RETURNED).order_by("state_since", "pk")
    for report in rows.select_related("indicator__data_set", "region")[:MOST]:
        yield WorkItem(
            title=_("Put right: %(indicator)s, %(period)s")
            % {"indicator": report.indicator, "period": cells.label_of(report)},
            url=report.get_absolute_url(),
            action=_("Put right"),
            detail=f"{report.region} · {report.return_reason}",
            since=report.state_since,
        )


def accepting_work(user: Any) -> Iterable[WorkItem]:
    """One item for all that waits in the acceptance list; and periods that can be closed now."""
    if not user.reach.provinces:
        return
    rows = waiting_for(user).exclude(typed_by=user)
    first = rows.first()
    if first:
        count = rows.order_by().count()
        yield WorkItem(
            title=ngettext("%(count)d reported figure to accept", "%(count)d reported figures to accept", count)
            % {"count": count},
            url=reverse("indicators:acceptance"),
            action=_("Look at them"),
            detail="",
            since=first.state_since,
        )
    yield from _closing_work(user)


def _closing_work(user: Any) -> Iterable[WorkItem]:
    today, days = timezone.localdate(), workdays.calendar()
    for data_set in DataSet.objects.visible_to(user).minded(today):
        for span in closable_in(data_set, user.reach.provinces):
            due = cells.due_on(data_set, span.last, days)
            if today > due:
                yield WorkItem(
                    title=_("Close: %(data_set)s, %(period)s") % {"data_set": data_set, "period": span.label},
                    url=reverse("indicators:period", args=[data_set.pk, span.word]),
                    action=_("Close"),
                    detail=_("The deadline is over and nothing waits."),
                    since=start_of(due + ONE_DAY),
                )
