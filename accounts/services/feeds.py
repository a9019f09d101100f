"""Feed addresses: made by their person, shown once, used by calendar programs, revoked."""

import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import feeds
from accounts.models import FeedAddress, User
from core import calendars

MOST_ADDRESSES = 20


@transaction.atomic
def create_feed_address(*, actor, subject) -> tuple[FeedAddress, str]:
    """The address of a calendar that ``actor`` may see, and its secret, which nobody can read again."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # so that two requests at once count each other
    if subject not in feeds.names_of(actor, [subject]):
        message = _("There is no such calendar, or it is not yours to see.")
        raise ValidationError({"subject": ValidationError(message, code="invalid_choice")})
    if actor.feed_addresses.usable().count() >= MOST_ADDRESSES:
        message = _("You have %(most)d calendar addresses. Revoke one that is not used any more first.")
        raise ValidationError(message, code="too_many_feed_addresses", params={"most": MOST_ADDRESSES})
    secret = secrets.token_urlsafe(32)
    address = FeedAddress(user=actor, subject=subject, digest=digest_of(secret))
    address.full_clean()
    address.save()
    return address, secret


@transaction.atomic
def revoke_feed_address(*, actor, address) -> FeedAddress:
    """From now on it does not exist for whoever asks. A second time changes nothing."""
    address = FeedAddress.objects.select_for_update(of=("self",)).get(pk=address.pk)
    if address.revoked_at is None:
        address.revoked_at = timezone.now()
        address.save(update_fields=["revoked_at"])
    return address


def use_feed_address(*, secret) -> FeedAddress | None:
    """The address of this secret, or None for one that is unknown or revoked. Its use is written once a day."""
    address = FeedAddress.objects.usable().select_related("user").filter(digest=digest_of(secret)).first()
    if address:
        today = timezone.localdate()
        unwritten = Q(last_used_on=None) | Q(last_used_on__lt=today)
        if address.last_used_on != today:
            FeedAddress.objects.filter(unwritten, pk=address.pk).update(last_used_on=today)
    return address


def calendar_of(*, address) -> bytes:
    """What its person may see today; without the right to it, or switched off, a calendar without events.

    Calendar programs keep what they have when they are refused, and take away what an answer does not hold.
    """
    person = address.user
    with override(person.language or settings.LANGUAGE_CODE):
        name = feeds.names_of(person, [address.subject]).get(address.subject) if person.is_active else None
        if name is None:
            return calendars.render(_("Calendar"), [])
        return calendars.render(name, feeds.events_of(person, address.subject))


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
