"""The figures worked out again, row by row in plain Python: what the statistics' SQL is compared with."""

import datetime as dt
from collections import Counter, defaultdict

from django.utils import timezone

from activities.models import Activity, Brand, Team, Work
from belts.models import BeltMembership, Region
from venues.models import Booking, Venue

ACTIVITY_MEASURES = (
    "activities", "lectures", "mass_culture", "touring_lectures", "cross_province",
    "audience_named", "audience_counted", "audience_estimated",
)  # fmt: skip
OTHER_MEASURES = ("teams", "cross_region_teams", "works", "brands")
VENUE_MEASURES = ("venues", "complexes", "bookings", "booked_hours", "cross_border_hours")
PLACES = ("corridor", "province", "belt", "county")


class Recount:
    """``today`` decides the seats of ``as_is``. ``keep`` chooses parties, as place filters do."""

    def __init__(self, today):
        self.today = today
        self.regions = {region.pk: region for region in Region.objects.prefetch_related("successors")}
        self.memberships = list(BeltMembership.objects.all())

    def province(self, code):
        return self.regions[code].province_id or code

    def seat_on(self, code, day):
        for row in self.memberships:
            if row.region_id == code and row.since <= day and (row.until is None or day <= row.until):
                return row.belt_id
        return None

    def seat_today(self, code):
        if seat := self.seat_on(code, self.today):
            return seat
        region = self.regions[code]
        seats = [row for row in self.memberships if row.region_id == code and row.since <= self.today]
        if not seats or region.until is None or region.until >= self.today:
            return None
        last = max(seats, key=lambda row: row.since)
        for heir in sorted(region.successors.all(), key=lambda successor: successor.pk):
            sat_after = any(
                row.region_id == heir.pk and row.belt_id == last.belt_id and (not row.until or row.until > last.until)
                for row in self.memberships
            )
            if sat_after and self.seat_today(heir.pk):
                return self.seat_today(heir.pk)
        return None

    def places(self, code, day, membership):
        belt = self.seat_today(code) if membership == "as_is" else self.seat_on(code, day)
        return {
            "corridor": "corridor" if belt else None,
            "province": self.province(code),
            "belt": belt,
            "county": code if self.regions[code].level == "county" else None,
        }

    def activities(self, by, membership="as_was", states=("verified",), keep=None, first=dt.date.min, last=dt.date.max):
        cells, total = defaultdict(lambda: dict.fromkeys(ACTIVITY_MEASURES, 0)), dict.fromkeys(ACTIVITY_MEASURES, 0)
        for activity in Activity.objects.filter(state__in=states, starts_on__range=(first, last)):
            parties = list(activity.parties.all())
            values = self.activity_values(activity, parties)
            day = activity.starts_on
            credited = [self.places(party.region_id, day, membership) | {"role": party.role} for party in parties]
            credited = credited or [dict.fromkeys((*PLACES, "role"))]
            credited = [place for place in credited if keep is None or keep(place)]
            if not credited:
                continue
            own = self.of_activity(activity)
            keys = {tuple((place | own)[name] for name in by) for place in credited}
            for cell in [*(cells[key] for key in keys), total]:
                for name, value in values.items():
                    cell[name] += value
        return {key: cell for key, cell in cells.items() if any(cell.values())} if by else {}, total

    def activity_values(self, activity, parties):
        lecture = activity.kind == "lecture"
        homes = {team.home_region_id for team in activity.teams.all()} - {None, activity.place_region_id}
        touring = bool(homes) and activity.place_region_id is not None
        values = {
            "activities": 1,
            "lectures": int(lecture),
            "mass_culture": int(activity.kind == "mass_culture"),
            "touring_lectures": int(lecture and touring),
            "cross_province": int(len({self.province(party.region_id) for party in parties}) > 1),
        }
        for basis in ("named", "counted", "estimated"):
            values[f"audience_{basis}"] = activity.audience if activity.audience_basis == basis else 0
        return values

    def of_activity(self, activity):
        known = activity.precision != "year"
        times = self.times(activity.starts_on)
        return {
            "year": times["year"],
            "quarter": times["quarter"] if known else None,
            "month": times["month"] if known else None,
            "kind": activity.kind,
            "task": activity.task or None,
            "brand": str(activity.brand_id) if activity.brand_id else None,
        }

    def times(self, day):
        return {
            "year": f"{day.year}",
            "quarter": f"{day.year}-Q{(day.month - 1) // 3 + 1}",
            "month": f"{day.year}-{day.month:02d}",
        }

    def others(self, by, membership="as_was", first=dt.date.min, last=dt.date.max):
        cells, total = defaultdict(lambda: dict.fromkeys(OTHER_MEASURES, 0)), dict.fromkeys(OTHER_MEASURES, 0)
        for measures, since, regions in self.entities():
            if not first <= since <= last:
                continue
            places = [self.places(code, since, membership) for code in regions - {None}]
            keys = {
                tuple((place | self.times(since))[name] for name in by) for place in places or [dict.fromkeys(PLACES)]
            }
            for cell in [*(cells[key] for key in keys), total]:
                for name in measures:
                    cell[name] += 1
        return dict(cells) if by else {}, total

    def entities(self):
        for team in Team.objects.all():
            roster = {member.home_region_id for member in team.members.all()}
            both = len({self.province(code) for code in roster}) > 1
            yield ["teams", *(["cross_region_teams"] if both else [])], team.since, roster | {team.home_region_id}
        for work in Work.objects.all():
            yield (
                ["works"],
                work.since,
                {author.home_region_id for author in work.authors.all()} | {work.home_region_id},
            )
        for brand in Brand.objects.all():
            yield ["brands"], brand.since, {brand.home_region_id}

    def venues(self, by, membership="as_was", first=dt.date.min, last=dt.date.max):
        """Hours are added up in seconds and rounded once in each cell."""
        cells, total = defaultdict(lambda: dict.fromkeys(VENUE_MEASURES, 0)), dict.fromkeys(VENUE_MEASURES, 0)
        for values, day, regions in [*self.venue_facts(), *self.booking_facts()]:
            if not first <= day <= last:
                continue
            places = [self.places(code, day, membership) for code in regions]
            keys = {tuple((place | self.times(day))[name] for name in by) for place in places}
            for cell in [*(cells[key] for key in keys), total]:
                for name, value in values.items():
                    cell[name] += value
        rounded = {key: self.in_hours(cell) for key, cell in cells.items()}
        return {key: cell for key, cell in rounded.items() if any(cell.values())} if by else {}, self.in_hours(total)

    def in_hours(self, cell):
        return {name: (value + 1800) // 3600 if name.endswith("_hours") else value for name, value in cell.items()}

    def venue_facts(self):
        for venue in Venue.objects.filter(parent=None):
            day = venue.since or timezone.localdate(venue.created_at)
            regions = {venue.region_id, *(unit.region_id for unit in venue.builders.all())}
            yield {"venues": 1, "complexes": int(venue.kind == "complex")}, day, regions

    def booking_facts(self):
        for booking in Booking.objects.filter(state__in=("approved", "held")).select_related("venue"):
            seconds = int((booking.ends_at - booking.starts_at).total_seconds())
            regions = {booking.venue.region_id, booking.borrower_region_id}
            across = len({self.province(code) for code in regions}) > 1
            values = {"bookings": 1, "booked_hours": seconds, "cross_border_hours": seconds if across else 0}
            yield values, timezone.localdate(booking.starts_at), regions

    def lectures_between(self, first, last):
        found = Counter()
        for lecture in Activity.objects.filter(state="verified", kind="lecture", starts_on__range=(first, last)):
            place = lecture.place_region_id
            homes = {team.home_region_id for team in lecture.teams.all()} - {None, place}
            found.update((home, place) for home in homes if place)
        return dict(found)

    def hall_hours_between(self, first, last):
        seconds = Counter()
        for booking in Booking.objects.filter(state__in=("approved", "held")).select_related("venue"):
            pair = (booking.venue.region_id, booking.borrower_region_id)
            if first <= timezone.localdate(booking.starts_at) <= last and pair[0] != pair[1]:
                seconds[pair] += int((booking.ends_at - booking.starts_at).total_seconds())
        return {pair: (number + 1800) // 3600 for pair, number in seconds.items()}
