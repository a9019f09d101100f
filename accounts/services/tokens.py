"""API tokens: issued by the security administrator, shown once, used under their limits, revoked."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act, ApiToken, Role, User
from accounts.services.audit import record_act
from accounts.services.people import refuse_oneself

MARK = "cpc_"  # lets a scanner of leaked secrets know ours
PREFIX_LENGTH = 12
LONGEST_DAYS = 366
ONE_MINUTE = dt.timedelta(minutes=1)


@transaction.atomic
def issue_token(
    *, actor, user, purpose, expires_at, places=(), whole_corridor=False, may_write=False, addresses=()
) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read again."""
    refuse_oneself(actor, user)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    refuse_loose_token(user, places, whole_corridor, expires_at)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        purpose=purpose,
        whole_corridor=whole_corridor,
        may_write=may_write,
        addresses=[str(ipaddress.ip_address(address)) for address in addresses],
        expires_at=expires_at,
        created_by=actor,
    )
    token.full_clean()
    token.save()
    token.places.set(places)
    return token, secret


def refuse_loose_token(user, places, whole_corridor, expires_at):
    """A token belongs to the account of a system, sees what somebody decided, and ends."""
    if not User.objects.holding_today(Role.API_CLIENT).filter(pk=user.pk).exists():
        message = _("Tokens are for active accounts with the post “API client”.")
        raise ValidationError({"user": ValidationError(message, code="not_a_client")})
    if bool(places) == bool(whole_corridor):
        message = _("Choose places, or the whole corridor, not both.")
        raise ValidationError({"places": ValidationError(message, code="token_without_scope")})
    now = timezone.now()
    if not now < expires_at <= now + dt.timedelta(days=LONGEST_DAYS):
        message = _("A token ends within %(days)d days from now.") % {"days": LONGEST_DAYS}
        raise ValidationError({"expires_on": ValidationError(message, code="token_end_out_of_range")})


@transaction.atomic
def revoke_token(*, actor, token):
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), actor
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def use_token(*, secret, address) -> ApiToken:
    """The token of this secret when it may be used now from this address; else ValidationError, written down."""
    token = ApiToken.objects.select_related("user").filter(prefix=secret[:PREFIX_LENGTH]).first()
    problem = _problem_with(token, secret, address)
    if token is None or problem:
        code, message = problem
        _note_refusal(token if code != "token_unknown" else None, code, address)
        raise ValidationError(message, code=code)
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= ONE_MINUTE:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _problem_with(token, secret, address):
    if not hmac.compare_digest(token.digest if token else "", digest_of(secret)):
        return "token_unknown", _("This token does not exist.")
    if token.revoked_at is not None:
        return "token_revoked", _("This token was revoked.")
    if token.expires_at <= timezone.now():
        return "token_expired", _("This token has expired. Ask the security administrator for a new one.")
    if not token.user.is_active:
        return "account_inactive", _("The account of this token is switched off.")
    if token.addresses and address not in token.addresses:
        return "token_address", _("This token may not be used from your address.")
    return None


def _note_refusal(token, code, address):
    """At most one entry a minute for the same fault: a client gone wild must not fill the audit."""
    known = token.prefix if token else ""
    if cache.add(f"token-refused:{address}:{known}:{code}", 1, timeout=60):
        owner, name = (token.user, str(token)) if token else (None, "")
        record_act(actor=owner, action=Act.TOKEN_REFUSED, target=name, success=False, reason=code)
