"""Demonstration complexes of a belt: one or two are meant; none, or more, is worth a word."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Belt, BeltMembership, Region
from core.dated import start_of
from core.work import WorkItem
from venues.models import Kind, Venue

FEWEST, MOST = 1, 2


@dataclass(frozen=True)
class Complexes:
    belt: Belt
    rows: list[Venue]

    @property
    def too_few(self):
        return len(self.rows) < FEWEST

    @property
    def too_many(self):
        return len(self.rows) > MOST


def complexes_of(belt, day):
    """Those of the counties that sit in the belt on that day; parts of a complex are not counted again."""
    counties = BeltMembership.objects.on(day).filter(belt=belt).values("region_id")
    rows = Venue.objects.on(day).filter(kind=Kind.COMPLEX, parent=None, region__in=counties)
    return Complexes(belt, list(rows.select_related("region")))


def warnings_for(user):
    """Belts with none or with three and more, for the corridor office and the provincial offices."""
    reach = user.reach
    if not (reach.corridor_office or reach.provinces):
        return
    today = timezone.localdate()
    seats = BeltMembership.objects.on(today)
    if not reach.corridor_office:
        seats = seats.filter(region__province_id__in=reach.provinces)
    since = dict(seats.values_list("belt_id").annotate(Min("since")))
    counts = _counts(today)
    for belt in Belt.objects.filter(pk__in=since):
        count = counts.get(belt.pk, 0)
        if not FEWEST <= count <= MOST:
            yield _item(belt, count, since[belt.pk])


def _counts(day):
    """Complexes by belt, in two queries."""
    belt_of = dict(BeltMembership.objects.on(day).values_list("region_id", "belt_id"))
    rows = Venue.objects.on(day).filter(kind=Kind.COMPLEX, parent=None, region__in=belt_of)
    counts = {}
    for code, count in rows.order_by().values_list("region_id").annotate(Count("pk")):
        counts[belt_of[code]] = counts.get(belt_of[code], 0) + count
    return counts


def _item(belt, count, since):
    said = _("no demonstration complex") if not count else _("%(count)d demonstration complexes") % {"count": count}
    return WorkItem(
        title=f"{belt}: {said}",
        url=f"{reverse('venues:list')}?belt={belt.pk}&kind=complex",
        action=_("Look"),
        detail=_("One or two are meant for each belt. Nothing is blocked by it."),
        since=start_of(since),
    )


def venues_of(region, day):
    """A county's venues on a day, without parts."""
    rows = Venue.objects.on(day).filter(parent=None)
    place = {"region__province": region} if region.level == Region.Level.PROVINCE else {"region": region}
    return rows.filter(**place).order_by("kind", "name")
