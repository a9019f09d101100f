"""Platforms: their account and scope, the secret that signs, and that each signed request is taken once."""

import datetime as dt
import re
import secrets
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import secrets as sealed
from accounts.models import Role, User
from volunteers.models import Platform, PlatformNonce
from volunteers.signatures import is_right

WINDOW = 300  # seconds that a signed request is good for, before and after its timestamp
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
SECRET_BYTES = 32


@transaction.atomic
def issue_secret(*, actor: Any, platform: Platform) -> tuple[Platform, str]:
    """A new secret, which nobody can read again here; the one before signs nothing from now on."""
    platform = _lock(platform)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    platform.secret = sealed.seal(secret)
    platform.full_clean()
    platform.save(update_fields=["secret"])
    return platform, secret


@transaction.atomic
def edit_platform(
    *, actor: Any, platform: Platform, client: User | None, feed_scope: str, pulls_signed: bool
) -> Platform:
    """Whose account delivers for the platform, whose changes it may pull, and whether it signs what it pulls."""
    platform = _lock(platform)
    if client is not None and not User.objects.holding_today(Role.API_CLIENT).filter(pk=client.pk).exists():
        message = _("Platforms deliver through active accounts with the post “API client”.")
        raise ValidationError({"client": ValidationError(message, code="not_a_client")})
    platform.client, platform.feed_scope, platform.pulls_signed = client, feed_scope, pulls_signed
    platform.full_clean()
    platform.save(update_fields=["client", "feed_scope", "pulls_signed"])
    return platform


def take_signed_request(
    *, platform: Platform, signature: str, timestamp: str, nonce: str, method: str, path: str, body: bytes
) -> None:
    """Use up the nonce of a request that is signed rightly and in time; a ValidationError for any other."""
    if not (signature and timestamp and nonce):
        raise ValidationError(
            _("Sign the request: X-Portal-Timestamp, X-Portal-Nonce and X-Portal-Signature."), code="signature_missing"
        )
    if not NONCE.fullmatch(nonce):
        raise ValidationError(_("A nonce has 16 to 64 letters, digits, hyphens or underscores."), code="nonce_wrong")
    if not TIMESTAMP.fullmatch(timestamp) or abs(time.time() - int(timestamp)) > WINDOW:
        raise ValidationError(
            _("The timestamp is not within %(minutes)d minutes of the portal's time. Set the clock, sign anew."),
            code="timestamp_outside_window",
            params={"minutes": WINDOW // 60},
        )
    known = sealed.unseal(platform.secret) if platform.secret else ""
    right = bool(known) and is_right(
        signature, known, method=method, path=path, timestamp=timestamp, nonce=nonce, body=body
    )
    if not right:
        raise ValidationError(
            _("The signature does not fit the request and the platform's secret."), code="signature_wrong"
        )
    _use_up(platform, nonce)


@transaction.atomic
def _use_up(platform: Platform, nonce: str) -> None:
    """Kept whatever becomes of the request: the same one sent again is refused, a new one is signed anew."""
    _row, new = PlatformNonce.objects.get_or_create(platform=platform, nonce=nonce)
    if not new:
        raise ValidationError(_("This nonce was used before. Sign the request anew."), code="nonce_used")


@transaction.atomic
def forget_nonces() -> int:
    """Those whose timestamps are long out of the window; how many that were."""
    old = timezone.now() - dt.timedelta(seconds=4 * WINDOW)
    deleted, _by_model = PlatformNonce.objects.filter(at__lt=old).delete()
    return deleted


def _lock(platform: Platform) -> Platform:
    return Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
