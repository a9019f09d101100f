"""Reported figures that wait for a person: to report, to put right, to accept, to close."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import workdays
from core.dated import start_of
from core.work import WorkItem
from indicators.models import Closing, DataSet, Report
from indicators.models.reported.scope import reporting_codes
from indicators.queries.reported import cells
from indicators.queries.reported.completeness import completeness_of
from indicators.queries.reported.rights import waiting_for

MOST = 20
ONE_DAY = dt.timedelta(days=1)


def reporting_work(user: Any) -> Iterable[WorkItem]:
    """The latest period of each data set that one's own regions have not reported whole. Corridor people see none."""
    own = reporting_codes(user)
    if not own or user.reach.corridor_office:
        return
    today, days = timezone.localdate(), workdays.calendar()
    for data_set in DataSet.objects.visible_to(user).on(today):
        for span in cells.latest_periods(data_set, today, 1):
            lines = completeness_of(data_set, span).lines
            for line in lines:
                if line.region.pk in own and line.missing:
                    yield WorkItem(
                        title=_("Report: %(data_set)s, %(period)s") % {"data_set": data_set, "period": span.label},
                        url=reverse("indicators:entry", args=[data_set.pk, span.word, line.region.pk]),
                        action=_("Report"),
                        detail=_("%(region)s · %(missing)d of %(asked)d figures are missing")
                        % {"region": line.region, "missing": line.missing, "asked": line.asked},
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
    today = timezone.localdate()
    for data_set in DataSet.objects.visible_to(user).on(today):
        for span in cells.latest_periods(data_set, today, 1):
            closed = Closing.objects.filter(data_set=data_set, period=span.word, province__in=user.reach.provinces)
            made = None if closed.exists() else completeness_of(data_set, span)
            if made is None or not made.overdue:
                continue
            own = [line for line in made.lines if line.region.province_code in user.reach.provinces]
            if own and not any(line.reported > line.accepted or line.returned for line in own):
                yield WorkItem(
                    title=_("Close: %(data_set)s, %(period)s") % {"data_set": data_set, "period": span.label},
                    url=reverse("indicators:period", args=[data_set.pk, span.word]),
                    action=_("Close"),
                    detail=_("The deadline is over and nothing waits."),
                    since=start_of(made.due_on + ONE_DAY),
                )
