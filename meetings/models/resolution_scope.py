"""Who sees resolutions, carries them out, confirms them and looks at them again."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.models.scope import PartOfResolutionQuerySet, led

DOING_ROLES = ("lead", "co")


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All staff see what was decided and how far it is."""
        return self if user.reach.staff else self.none()

    def manageable_by(self, user):
        """Its dates and its end: whoever calls the body's meetings today."""
        return self.filter(led(user, "meeting__body__"))

    def done_by(self, user):
        """Those that a county of the user's carries out: it reports, asks for more time, brings evidence."""
        reach = user.reach
        if reach.token_is_read_only or not reach.counties:
            return self.none()
        return self.filter(pk__in=_parties(reach.counties, *DOING_ROLES).values("resolution_id"))

    def confirmable_by(self, user):
        """Those whose carrying out this user confirms, when somebody else has reported it.

        What crosses the border is confirmed by reviewers of the counterpart county, or, where none is named, by whoever
        calls the meetings; by nobody of a county that carries it out. The rest by whoever calls the meetings.
        """
        reach = user.reach
        if reach.token_is_read_only:
            return self.none()
        calls = led(user, "meeting__body__")
        own = _asked_row_by_row(_parties(reach.counties, *DOING_ROLES))
        counterpart = _asked_row_by_row(_parties(reach.reviewing, "counterpart"))
        unnamed = ~_asked_row_by_row(_parties(None, "counterpart"))
        return self.filter(
            Q(cross_border=False) & calls | Q(cross_border=True) & ~own & (counterpart | calls & unnamed)
        )

    def reopenable_by(self, user):
        """Looked at again by whoever calls the meetings, and by the provincial offices."""
        reach = user.reach
        if reach.provinces and not reach.token_is_read_only:
            return self
        return self.manageable_by(user)

    def charged_to(self, region, role=""):
        """In which the region, one whose seat it took, or a county of the province has a part: any, or ``role``."""
        roles = (role,) if role else (*DOING_ROLES, "counterpart")
        counties = Q(province_id=region.pk)
        return self.filter(pk__in=_parties([region.pk], *roles, also=counties).values("resolution_id"))

    def open(self):
        return self.filter(state__in=("open", "reported"))


class EvidenceQuerySet(PartOfResolutionQuerySet):
    def manageable_by(self, user):
        """Brought and taken back by those who carry it out."""
        from meetings.models.resolutions import Resolution

        return self.filter(resolution__in=Resolution.objects.done_by(user))


def _parties(codes, *roles, also=None):
    """Parties in these regions, in those whose seat they took, or where ``also`` says; None is anywhere."""
    from belts.models import Region
    from meetings.models.resolutions import ResolutionParty

    parties = ResolutionParty.objects.filter(role__in=roles).order_by()
    if codes is None:
        return parties
    places = Region.objects.filter(Q(pk__in=codes) | Q(successors__in=codes) | (also or Q(pk__in=[])))
    return parties.filter(region__in=places.values("pk"))


def _asked_row_by_row(parties):
    """Whether the outer query's resolution has such a party, as a condition behind an OR.

    As EXISTS the planner would first gather the parties of all resolutions to answer a page of fifty.
    """
    of_it = parties.filter(resolution_id=OuterRef("pk")).annotate(found=Value(True))
    return Q(Coalesce(Subquery(of_it.values("found")[:1]), False))
