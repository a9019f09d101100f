"""Who sees and changes reported indicators: the dictionary, counties' figures, and what an office says of them."""

import datetime as dt

from django.db import models
from django.db.models import Q

from belts.models.rights import writes_corridor
from core.dated import DatedQuerySet


def in_regions(codes, prefix=""):
    """In one of these regions; a province's code covers its counties."""
    return Q(**{f"{prefix}region__in": codes}) | Q(**{f"{prefix}region__province__in": codes})


def reporting_codes(user):
    """Regions for which this user types figures: own counties, and a province for its provincial office."""
    reach = user.reach
    if reach.token_is_read_only:
        return frozenset()
    return (reach.counties - reach.provinces) | frozenset(code for code in reach.provinces if code.endswith("0000"))


MINDED = dt.timedelta(days=365)  # for so long after its end a period may still be reported and closed as a duty


class DataSetQuerySet(DatedQuerySet):
    def minded(self, today):
        """Of which a period may still have to be reported or closed: valid today or not long ago."""
        return self.overlapping(today - MINDED, today)

    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        return self if writes_corridor(user) else self.none()


class IndicatorQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """The dictionary is read by all staff."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """The corridor office keeps all of it, a provincial office what it owns."""
        if writes_corridor(user):
            return self
        reach = user.reach
        return self.none() if reach.token_is_read_only else self.filter(owner__in=reach.provinces)

    def definable_by(self, user):
        """Whose definitions this user may word: each provincial office words its own in every indicator."""
        reach = user.reach
        may = writes_corridor(user) or (reach.provinces and not reach.token_is_read_only)
        return self if may else self.none()


class PublishedFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        from indicators.models.reported.dictionary import Indicator

        return self.filter(indicator__in=Indicator.objects.manageable_by(user))


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is accepted all staff see; before that the county, its provincial office, and who sees everything."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        found = Q(state="accepted") | in_regions(reach.counties | reach.provinces)
        rows = self if reach.sees_everything else self.filter(found)
        return rows if reach.places is None else rows.filter(in_regions(reach.places))

    def manageable_by(self, user):
        """Typed by the region's own people: a county's staff, or the provincial office for a province's own figures."""
        return self.filter(region__in=reporting_codes(user))

    def acceptable_by(self, user):
        """Accepted, returned and signed by the region's own provincial office, never by the one across the border."""
        reach = user.reach
        return self.none() if reach.token_is_read_only else self.filter(in_regions(reach.provinces))


class ClosingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        reach = user.reach
        return self.none() if reach.token_is_read_only else self.filter(province__in=reach.provinces)


class SignatureQuerySet(models.QuerySet):
    def visible_to(self, user):
        from indicators.models.reported.reports import Report

        return self.filter(report__in=Report.objects.visible_to(user))

    def manageable_by(self, user):
        """A signature is given once and stays."""
        return self.none()
