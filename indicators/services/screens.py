"""Big screens: made, given a new address, revoked; and the screen that an address belongs to."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.feeds import digest_of
from belts.models import Belt
from indicators.models import Screen
from indicators.queries.screen_places import places_open_to

MOST_SCREENS = 20


@transaction.atomic
def make_screen(*, actor: Any, title: str, place: str, language: str) -> tuple[Screen, str]:
    """``place`` as ``places_open_to`` names them. The screen, and its secret, which nobody can read again."""
    list(
        Belt.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    )  # so that two at once count each other
    known = places_open_to(actor)
    if place not in known:
        message = _("You cannot make a screen of that place.")
        raise ValidationError({"place": ValidationError(message, code="invalid_choice")})
    chosen = known[place]
    if Screen.objects.usable().of_place(belt=chosen.belt, province=chosen.province).count() >= MOST_SCREENS:
        message = _("This place has %(most)d screens. Revoke one that does not hang any more first.")
        raise ValidationError(message, code="too_many_screens", params={"most": MOST_SCREENS})
    secret = secrets.token_urlsafe(32)
    screen = Screen(title=title, belt=chosen.belt, province=chosen.province, language=language, created_by=actor)
    screen.digest = digest_of(secret)
    screen.full_clean()
    screen.save()
    return screen, secret


@transaction.atomic
def renew_screen(*, actor: Any, screen: Screen) -> tuple[Screen, str]:
    """Another address in place of the one before, which from now on does not exist; the history says who did it."""
    screen = _held(screen)
    if screen.revoked_at is not None:
        raise ValidationError(_("This screen is revoked. Make a new one."), code="screen_is_revoked")
    secret = secrets.token_urlsafe(32)
    screen.digest, screen.issued_at, screen.last_used_on = digest_of(secret), timezone.now(), None
    screen.full_clean()
    screen.save(update_fields=["digest", "issued_at", "last_used_on"])
    return screen, secret


@transaction.atomic
def revoke_screen(*, actor: Any, screen: Screen) -> Screen:
    """From now on its address does not exist. A second time changes nothing."""
    screen = _held(screen)
    if screen.revoked_at is None:
        screen.revoked_at, screen.revoked_by = timezone.now(), actor
        screen.full_clean()
        screen.save(update_fields=["revoked_at", "revoked_by"])
    return screen


def use_screen(*, secret: str) -> Screen | None:
    """The screen of this secret, or None for one that is unknown or revoked. Its use is written once a day."""
    found = Screen.objects.usable().select_related("belt", "province").filter(digest=digest_of(secret)).first()
    if found:
        today = timezone.localdate()
        unwritten = Q(last_used_on=None) | Q(last_used_on__lt=today)
        if found.last_used_on != today:
            Screen.objects.filter(unwritten, pk=found.pk).update(last_used_on=today)
    return found


def _held(screen: Screen) -> Screen:
    return Screen.objects.select_for_update(of=("self",)).get(pk=screen.pk)
