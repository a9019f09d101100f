"""Who sees and changes which activities, and what follows from parties and teams: one place for all of it."""

from django.db import models
from django.db.models import Exists, F, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from belts.models import Region

COUNTED_STATES = ("verified",)
CORRECTED_STATES = ("returned", "reopened")
SEEN_BY_PARTIES = ("submitted", "returned", "verified", "reopened")


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Verified records are the corridor's; what is not yet verified is its parties' own, a draft its lead's own."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        if reach.sees_everything and reach.places is None:
            return self.exclude(state="merged")
        own = reach.counties | reach.provinces
        seen = Q(state="verified")
        if own:
            seen |= Q(state__in=SEEN_BY_PARTIES) & _asked_row_by_row(_parties().filter(_in_regions(own)))
        if reach.counties:
            led = _parties().filter(_in_regions(reach.counties), role="lead")
            seen |= Q(state="draft") & _asked_row_by_row(led)
        seen |= Q(created_by=user) & ~Q(state="merged")
        return self.filter(seen)._touching(reach.places)

    def counted_visible_to(self, user):
        """``visible_to(user).counted()`` in fewer words for the database: all staff see every counted record.

        The statistics ask this over all records; with the longer condition it took three to six times as long.
        """
        return self.counted()._touching(user.reach.places) if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Records that the user's county leads. A draft without a lead belongs to whoever made it."""
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        rows = self.exclude(state="merged")._led_within(reach.places)
        if reach.corridor_office:
            return rows
        without_lead = ~Exists(_parties().filter(role="lead"))
        mine = self._led_by(reach.counties)
        if reach.counties:
            mine |= Q(created_by=user) & Q(without_lead)
        return rows.filter(mine)

    def verifiable_by(self, user):
        """Submitted records that this reviewer may verify: led by the reviewer's county, logged by somebody else."""
        return self.reviewable_by(user).filter(state="submitted").exclude(Q(created_by=user) | Q(submitted_by=user))

    def reviewable_by(self, user):
        """Records of the reviewer's county from the day they are submitted: to verify, to return, to re-open."""
        if user.reach.token_is_read_only:
            return self.none()
        rows = self.filter(state__in=SEEN_BY_PARTIES)._led_within(user.reach.places)
        return rows.filter(self._led_by(user.reach.reviewing))

    def to_finish_by(self, user):
        """One's own drafts, and what was returned or re-opened to the county that one logs for.

        The county's, not only one's own: who takes over a post finds what the one before left.
        """
        own = Q(created_by=user) & Q(state__in=("draft", *CORRECTED_STATES))
        county = self._led_by(user.reach.logging) & Q(state__in=CORRECTED_STATES)
        return self.manageable_by(user).filter(own | county)

    def counted(self):
        """The records that the corridor's figures count."""
        return self.filter(state__in=COUNTED_STATES)

    def cross_province(self, wanted=True):
        """Units of both provinces take part."""
        province = Coalesce("region__province_id", "region_id")
        mine = _parties().annotate(province=province)
        both = Exists(
            mine.filter(Exists(_parties("activity").annotate(other=province).exclude(other=OuterRef("province"))))
        )
        return self.filter(both if wanted else ~both)

    def cross_province_ids(self):
        """The ids of ``cross_province()`` by one look at all parties: faster for many records, slower for a page."""
        from activities.models import ActivityParty

        province = Coalesce("region__province_id", "region_id")
        parties = ActivityParty.objects.filter(activity__in=self.order_by().values("pk")).values("activity")
        return parties.annotate(least=Min(province), most=Max(province)).filter(least__lt=F("most")).values("activity")

    def touring(self, wanted=True):
        """The home of one of its teams is not the place's region."""
        from activities.models import Activity

        away = Activity.teams.through.objects.filter(activity_id=OuterRef("pk")).exclude(
            Q(team__home_region=None) | Q(team__home_region_id=OuterRef("place_region_id"))
        )
        touring = Q(Exists(away)) & Q(place_region__isnull=False)
        return self.filter(touring if wanted else ~touring)

    def with_parties(self):
        """What lists and details show, in a fixed number of queries."""
        return self.select_related("place_region", "brand", "created_by").prefetch_related(
            "parties__region", "parties__unit"
        )

    def _led_within(self, places):
        """A token that is limited to places changes only what one of them leads, whatever its account may do."""
        return self if places is None else self.filter(self._led_by(places))

    def _touching(self, places):
        """Records with a party in one of these places; None is no limit."""
        return self if places is None else self.filter(Exists(_parties().filter(_in_regions(places))))

    def _led_by(self, codes):
        if not codes:
            return Q(pk__in=[])
        return Q(Exists(_parties().filter(role="lead").filter(_in_regions(codes))))


class PartOfActivityQuerySet(models.QuerySet):
    """Rows that belong to a record: whoever sees or changes the record sees or changes them."""

    def visible_to(self, user):
        from activities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_to(user))

    def manageable_by(self, user):
        from activities.models import Activity

        return self.filter(activity__in=Activity.objects.manageable_by(user))


def _parties(outer="pk"):
    """Parties of the outer query's activity (or of an outer party's activity)."""
    from activities.models import ActivityParty

    return ActivityParty.objects.filter(activity_id=OuterRef("pk" if outer == "pk" else "activity_id"))


def _in_regions(codes):
    """Parties in these regions; a province's code covers its counties."""
    return Q(region__in=Region.objects.filter(Q(pk__in=codes) | Q(province_id__in=codes)).values("pk"))


def _asked_row_by_row(parties):
    """Whether there is such a party, as a condition behind an OR.

    As EXISTS the planner would first gather the parties of all records to answer a page of fifty: a second at a
    million records, against milliseconds.
    """
    return Q(Coalesce(Subquery(parties.order_by().annotate(found=Value(True)).values("found")[:1]), False))
