"""Who sees and changes whom in the registry: one place for all of it. See docs/who-sees-whom.md.

A county sees its own volunteers and those who serve there; across the border only who agreed to it. A provincial
office sees the same of its province. The corridor's office and the auditor see counts, and no person.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Role
from core.dated import DatedQuerySet
from volunteers.choices import ConsentPurpose, State

READING = frozenset({Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE})
REVEALING = frozenset({Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE})


def within(prefix, codes):
    """In one of these regions; a province's code covers its counties."""
    return Q(**{f"{prefix}_id__in": codes}) | Q(**{f"{prefix}__province_id__in": codes})


def reads_people(user):
    """Staff of counties and provinces; a token never reads the registry of persons."""
    return user.is_authenticated and user.token is None and bool(user.reach.roles & READING)


def may_register_at(user, region):
    """Staff of a county register its people on site; a provincial office those of its province."""
    if not reads_people(user) or user.reach.token_is_read_only:
        return False
    return region.pk in user.reach.counties or (region.province_id or region.pk) in user.reach.provinces


class VolunteerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own registration; staff those of their regions, and those who serve there."""
        own = Q(user=user) if user.is_authenticated and user.token is None else Q(pk__in=[])
        if not reads_people(user):
            return self.filter(own)
        places = user.reach.counties | user.reach.provinces
        return self.filter(own | self._at_home(places) | self._serving(places))

    def manageable_by(self, user):
        """Staff of the home county and of its province; a person's own page has services of its own."""
        if not reads_people(user) or user.reach.token_is_read_only:
            return self.none()
        return self.filter(self._at_home(user.reach.counties | user.reach.provinces))

    def revealable_by(self, user):
        """Whose document and mobile may be looked at, with a reason: by reviewers of the home county and its office."""
        if not reads_people(user) or not user.reach.roles & REVEALING:
            return self.none()
        return self.filter(self._at_home(user.reach.reviewing | user.reach.provinces))

    def owned_by(self, user):
        """The registration of this very person, while there is one."""
        if not user.is_authenticated or user.token is not None:
            return self.none()
        return self.filter(user=user, state__in=[State.ACTIVE, State.CLAIMED])

    def counted_visible_to(self, user):
        """What figures count: everybody on the staff may know how many."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        counted = self.filter(state=State.ACTIVE)
        return counted if reach.places is None else counted.filter(within("home", reach.places))

    def _at_home(self, places):
        return within("home", places)

    def _serving(self, places):
        """Those who serve there: of the other province only with their consent."""
        from volunteers.models.volunteer import ServiceArea

        areas = ServiceArea.objects.on(timezone.localdate()).filter(volunteer=OuterRef("pk"))
        served = Exists(areas.filter(within("region", places)))
        provinces = {f"{code[:2]}0000" for code in places}
        return Q(served) & (within("home", provinces) | Q(agreed_to(ConsentPurpose.SHARE)))


def agreed_to(purpose, volunteer="pk"):
    """Whether the consent of a volunteer to ``purpose`` stands today, as a condition of a query."""
    from volunteers.models.consent import Consent

    return Exists(Consent.objects.filter(volunteer=OuterRef(volunteer), purpose=purpose, withdrawn_at=None))


class PartOfVolunteerQuerySet(models.QuerySet):
    """Rows that belong to a volunteer: whoever sees or changes the volunteer sees or changes them."""

    def visible_to(self, user):
        from volunteers.models.volunteer import Volunteer

        return self.filter(volunteer__in=Volunteer.objects.visible_to(user))

    def manageable_by(self, user):
        from volunteers.models.volunteer import Volunteer

        return self.filter(volunteer__in=Volunteer.objects.manageable_by(user))


class DatedPartQuerySet(PartOfVolunteerQuerySet, DatedQuerySet):
    pass


class DisclosureQuerySet(models.QuerySet):
    """Who has seen my data: the person's own to read, and the auditor's."""

    def visible_to(self, user):
        if user.is_authenticated and Role.AUDITOR in user.reach.roles:
            return self
        from volunteers.models.volunteer import Volunteer

        return self.filter(volunteer__in=Volunteer.objects.owned_by(user))

    def manageable_by(self, user):
        return self.none()


class PlatformQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.reach.staff else self.none()

    def manageable_by(self, user):
        """Keys and scopes of platforms are the security administrator's, as tokens are."""
        reach = user.reach
        return self if user.token is None and Role.SECURITY_ADMINISTRATOR in reach.roles else self.none()

    def of(self, user):
        """The platform whose account this is."""
        return self.on(timezone.localdate()).filter(client=user) if user.is_authenticated else self.none()


class TransferQuerySet(models.QuerySet):
    """The log of what went to the other side: both provinces' offices, the corridor's and the auditor read it."""

    def visible_to(self, user):
        reach = user.reach
        if user.is_authenticated and (reach.sees_everything or reach.provinces):
            return self
        return self.filter(platform__client=user) if user.is_authenticated else self.none()

    def manageable_by(self, user):
        return self.none()


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        reach = user.reach
        if reach.sees_everything:
            return self
        return self.filter(Q(platform__client=user) | Q(platform__province_id__in=reach.provinces))

    def manageable_by(self, user):
        return self.filter(platform__client=user) if user.is_authenticated else self.none()


class PairQuerySet(models.QuerySet):
    """Pairs that may be one person: staff of either side's home county or province."""

    def visible_to(self, user):
        return self.manageable_by(user)

    def manageable_by(self, user):
        from volunteers.models.volunteer import Volunteer

        mine = Volunteer.objects.manageable_by(user)
        return self.filter(Q(first__in=mine) | Q(second__in=mine))


class NobodysQuerySet(models.QuerySet):
    """Nobody's to see: services alone read them."""

    def visible_to(self, user):
        return self.none()

    def manageable_by(self, user):
        return self.none()


class PublicTextQuerySet(models.QuerySet):
    """Everybody reads what they are asked to agree to; a text that was shown never changes."""

    def visible_to(self, user):
        return self

    def manageable_by(self, user):
        return self if user.is_authenticated and user.reach.corridor_office else self.none()
