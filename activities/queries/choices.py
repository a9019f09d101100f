"""What the logging page offers: who may lead, which counties took part most likely, which teams and works."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityParty, ActivityTeam, ActivityWork, Team, Work
from belts.models import BeltMembership, Region, Unit
from core.dated import DatedQuerySet
from venues.models import Venue

MOST_FOUND = 12
MOST_SUGGESTED = 6
RECORDS_LOOKED_AT = 40


@dataclass(frozen=True)
class Group:
    """Counties under one heading; folded ones stay behind “others”."""

    title: str
    regions: list[Region]
    folded: bool = False


class Seats:
    """Which county sits in which belt on a day, read once for a page."""

    def __init__(self, day):
        self.day = day
        rows = BeltMembership.objects.on(day).select_related("belt", "region").order_by("belt__position", "region")
        self.rows = list(rows)
        self.belt_of = {row.region_id: row.belt for row in self.rows}

    def by_belt(self):
        """Belt → its counties, in the order of the belts."""
        groups = {}
        for row in self.rows:
            groups.setdefault(row.belt, []).append(row.region)
        return groups


def provinces():
    return Region.objects.filter(level=Region.Level.PROVINCE)


def leads_for(user, day):
    """Pairs of a region and a unit (or None) that this user may log for on that day."""
    codes = user.reach.logging
    regions = Region.objects.on(day).filter(Q(pk__in=codes) | Q(province_id__in=codes, level=Region.Level.COUNTY))
    if user.reach.places is not None:  # a token logs for its own places only
        regions = regions.filter(Q(pk__in=user.reach.places) | Q(province_id__in=user.reach.places))
    units = Unit.objects.on(day).filter(region_id__in=codes)
    units_of = {}
    for unit in units:
        units_of.setdefault(unit.region_id, []).append(unit)
    return [(region, unit) for region in regions for unit in (None, *units_of.get(region.pk, ()))]


def partner_groups(lead, seats):
    """Neighbours across the border first, then the rest of the lead's belt; the other belts are folded."""
    near = Region.objects.on(seats.day).neighbours_of([lead.pk], seats.day) if lead else []
    shown = {region.pk for region in near} | {lead and lead.pk}
    own_belt = lead and seats.belt_of.get(lead.pk)
    groups = [Group(_("across the border"), near)]
    for belt, counties in seats.by_belt().items():
        rest = [region for region in counties if region.pk not in shown]
        groups.append(Group(belt.name, rest, folded=belt != own_belt))
    groups.append(Group(_("provinces"), list(provinces().exclude(pk__in=shown)), folded=True))
    groups = [group for group in groups if group.regions]
    return sorted(groups, key=lambda group: group.folded)


def offered(kind, user):
    """All teams, works, units or venues that this user may name."""
    model = {"teams": Team, "works": Work, "partner_units": Unit, "venue": Venue}[kind]
    return model.objects.visible_to(user)


def last_led(lead):
    """Keys of the records that this county led last: what they name is likely to be named again."""
    if lead is None:
        return []
    parties = ActivityParty.objects.filter(region=lead, role=ActivityParty.Role.LEAD).order_by("-activity")
    return list(parties.values_list("activity", flat=True)[:RECORDS_LOOKED_AT])


def suggested(kind, user, lead, activities):
    """What ``activities`` name, the most frequent first, then what is at home in the lead county."""
    rows = offered(kind, user)
    keys = [key for key, _count in Counter(_named_in(kind, activities)).most_common(MOST_SUGGESTED)]
    found = rows.in_bulk(keys)
    chosen = [found[key] for key in keys if key in found]
    if lead and kind != "partner_units" and len(chosen) < MOST_SUGGESTED:
        at_home = {"region" if kind == "venue" else "home_region": lead}
        chosen += rows.filter(**at_home).exclude(pk__in=keys)[: MOST_SUGGESTED - len(chosen)]
    return chosen


def _named_in(kind, activities):
    if kind == "partner_units":
        parties = ActivityParty.objects.filter(role=ActivityParty.Role.PARTNER, unit__isnull=False)
        return parties.filter(activity__in=activities).values_list("unit", flat=True)
    if kind == "venue":
        found = Activity.objects.filter(pk__in=activities, venue__isnull=False)
        return found.order_by().values_list("venue", flat=True)
    through, column = {"teams": (ActivityTeam, "team"), "works": (ActivityWork, "work")}[kind]
    return through.objects.filter(activity__in=activities).values_list(column, flat=True)


def search(kind, user, text, day):
    """Rows whose name holds every word of ``text``; dated ones only if they hold on ``day``."""
    rows = offered(kind, user)
    name = "title" if kind == "works" else "name"
    for word in text[:100].split():
        rows = rows.filter(**{f"{name}__icontains": word})
    if isinstance(rows, DatedQuerySet):
        rows = rows.on(day)
    elif kind == "teams":
        rows = rows.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    home = "region" if kind in ("partner_units", "venue") else "home_region"
    return list(rows.select_related(home)[:MOST_FOUND])


def last_logged_by(user):
    return Activity.objects.visible_to(user).filter(created_by=user).order_by("-created_at", "-pk").first()
