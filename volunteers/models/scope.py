"""Who sees and changes whom in the registry: one place for all of it. See docs/who-sees-whom.md.

A county sees its own volunteers and those who serve there; across the border only who agreed to it. A provincial
office sees the same of its province. The corridor's office and the auditor see counts, and no person.
"""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils import timezone

from accounts.models import Role
from core.dated import DatedQuerySet, start_of
from volunteers.choices import ConsentPurpose, State

READING = frozenset({Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE})
REVEALING = frozenset({Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE})
LISTED_STATES = (State.ACTIVE, State.CLAIMED)
# Somebody who was erased stays in the figures of the days before (PIPL art. 47 takes the person, not the count).
COUNTED_STATES = (State.ACTIVE, State.ERASED)


def within(prefix, codes):
    """In one of these regions; a province's code covers its counties.

    Counties are asked for by their codes alone, which an index of millions can follow in its order.
    """
    named = Q(**{f"{prefix}_id__in": sorted(codes)})
    provinces = sorted(code for code in codes if code.endswith("0000"))
    return named | Q(**{f"{prefix}__province_id__in": provinces}) if provinces else named


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
        places = places_of(user)
        return self.filter(own | within("home", places) | self._serving(places))

    def at_home_with(self, user):
        """Those of the regions whose people this user reads."""
        return self.filter(within("home", places_of(user))) if reads_people(user) else self.none()

    def serving_with(self, user):
        """Those of elsewhere who serve in a region whose people this user reads."""
        places = places_of(user)
        return self.filter(self._serving(places)).exclude(within("home", places)) if reads_people(user) else self.none()

    def manageable_by(self, user):
        """Staff of the home county and of its province; a person's own page has services of its own."""
        if not reads_people(user) or user.reach.token_is_read_only:
            return self.none()
        return self.filter(within("home", places_of(user)))

    def revealable_by(self, user):
        """Whose document and mobile may be looked at, with a reason: by reviewers of the home county and its office."""
        if not reads_people(user) or not user.reach.roles & REVEALING:
            return self.none()
        return self.filter(within("home", user.reach.reviewing | user.reach.provinces))

    def owned_by(self, user):
        """The registration of this very person, while there is one."""
        if not user.is_authenticated or user.token is not None:
            return self.none()
        return self.filter(user=user, state__in=[State.ACTIVE, State.CLAIMED])

    def counted_visible_to(self, user):
        """What figures count: everybody on the staff may know how many, and nobody learns who."""
        if not user.reach.staff:
            return self.none()
        # Who ended on the day they began stood on none: so a claim that was erased is in no figure.
        return self.filter(state__in=COUNTED_STATES).exclude(state=State.ERASED, ended_on=F("registered_on"))

    def standing_on(self, day):
        """Registered by the end of that day, and not erased by then."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), registered_on__lte=day)

    def ids_across(self, day):
        """The ids of those whose registration reaches into the other province on a day, and of others than these."""
        accounts, areas = links_across(day)
        linked = self.filter(REGISTERED_ACROSS).values("pk")
        return linked.union(accounts.values("volunteer"), areas.values("volunteer"))

    def _serving(self, places):
        """Those who serve there: of the other province only with their consent."""
        from volunteers.models.volunteer import ServiceArea

        areas = ServiceArea.objects.on(timezone.localdate()).filter(volunteer=OuterRef("pk"))
        served = Exists(areas.filter(within("region", places)))
        provinces = {f"{code[:2]}0000" for code in places}
        return Q(served) & (within("home", provinces) | is_there(_standing(ConsentPurpose.SHARE, "pk")))


HOME_PROVINCE = Coalesce("home__province", "home")
REGISTERED_ACROSS = Q(registered_through__province__isnull=False) & ~Q(registered_through__province=HOME_PROVINCE)


def links_across(day):
    """What ties a person to the other province than the one of their home: accounts on its platforms that are open,
    and counties there in which they serve.
    """
    from volunteers.models.platform import PlatformAccount
    from volunteers.models.volunteer import ServiceArea

    home = Coalesce("volunteer__home__province", "volunteer__home")
    accounts = PlatformAccount.objects.filter(platform__province__isnull=False).exclude(platform__province=home)
    began = Q(registered_on__lte=day) | Q(registered_on=None, linked_at__lt=start_of(day + dt.timedelta(days=1)))
    accounts = accounts.filter(began, Q(closed_at=None) | Q(closed_at__gte=start_of(day + dt.timedelta(days=1))))
    areas = ServiceArea.objects.on(day).exclude(Q(region__province=home) | Q(region=home))
    return accounts, areas


def places_of(user):
    """The regions whose people a user reads, by code."""
    return user.reach.counties | user.reach.provinces


def agreed_to(purpose, volunteer="pk"):
    """Whether the consent of a volunteer to ``purpose`` stands today, as a condition of a query."""
    return Exists(_standing(purpose, volunteer))


def _standing(purpose, volunteer):
    from volunteers.models.consent import Consent

    return Consent.objects.filter(volunteer=OuterRef(volunteer), purpose=purpose, withdrawn_at=None)


def is_there(rows):
    """Whether ``rows``, which refer to the outer row, hold any: asked for each outer row by itself.

    EXISTS says the same, but the planner may read all of them beforehand, millions for the fifty that a page needs.
    """
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))


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


class WebhookQuerySet(models.QuerySet):
    """The security administrator keeps them; the platform's system and the auditor read."""

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        readers = {Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}
        return self if user.token is None and user.reach.roles & readers else self.filter(platform__client=user)

    def manageable_by(self, user):
        return self if user.token is None and Role.SECURITY_ADMINISTRATOR in user.reach.roles else self.none()


class WebhookDeliveryQuerySet(models.QuerySet):
    """Who sees the webhook sees its messages; the platform's system may ask for one again, as the keeper may."""

    def visible_to(self, user):
        from volunteers.models.webhook import Webhook

        return self.filter(webhook__in=Webhook.objects.visible_to(user))

    def manageable_by(self, user):
        from volunteers.models.webhook import Webhook

        if not user.is_authenticated or user.reach.token_is_read_only:
            return self.none()
        kept = Webhook.objects.manageable_by(user)
        return self.filter(Q(webhook__in=kept) | Q(webhook__platform__client=user))


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
