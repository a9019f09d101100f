"""Show a document or a mobile in clear: one value to one person, for a reason, written down for whom it belongs to."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act
from accounts.services.audit import record_act
from core.locks import work_alone
from volunteers import vault
from volunteers.choices import Revealed
from volunteers.models import Disclosure, Volunteer
from volunteers.models.scope import REVEALING
from volunteers.queries.revealing import sealed_value

SHORTEST_REASON, LONGEST_REASON = 10, 300
HOUR = dt.timedelta(hours=1)
TOO_MANY = "reveal_too_many"


def reveal_identity(*, actor, volunteer, what, reason):
    """The value of ``what`` (a ``Revealed``) as text, for this answer only. A Disclosure and the audit say so.

    Raises PermissionDenied where the volunteer is not the actor's to reveal. What is refused for being one too many in
    the hour stands in the audit too.
    """
    try:
        return _reveal(actor, volunteer, Revealed(what), reason)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") == TOO_MANY:
            _note(actor, volunteer, what, reason, success=False)
        raise


@transaction.atomic
def _reveal(actor, volunteer, what, reason):
    work_alone(f"reveal:{actor.pk}")  # two at once would each see room for one more
    if not Volunteer.objects.revealable_by(actor).filter(pk=volunteer.pk).exists():
        raise PermissionDenied
    reason = _clean_reason(reason)
    _check_rate(actor)
    text = _open(volunteer, what)
    disclosure = Disclosure(volunteer=volunteer, by=actor, by_post=_post_of(actor), what=what, reason=reason)
    disclosure.full_clean()
    disclosure.save()
    _note(actor, volunteer, what, reason, success=True)
    return text


def _clean_reason(reason):
    reason = " ".join((reason or "").replace("\x00", "").split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON or len(set(reason)) < 4:
        message = _("Say in %(least)d to %(most)d characters what you need it for. The person reads it.")
        params = {"least": SHORTEST_REASON, "most": LONGEST_REASON}
        raise ValidationError({"reason": ValidationError(message, code="reveal_reason", params=params)})
    return reason


def _check_rate(actor):
    since = timezone.now() - HOUR
    if Disclosure.objects.filter(by=actor, at__gt=since).count() >= settings.REVEALS_AN_HOUR:
        message = _("You have looked at %(most)d values in the last hour. Go on later.")
        raise ValidationError(message, code=TOO_MANY, params={"most": settings.REVEALS_AN_HOUR})


def _open(volunteer, what):
    cipher, sealed = sealed_value(volunteer, what)
    if sealed is None:
        raise ValidationError(_("There is no such value in this registration."), code="reveal_nothing")
    try:
        return vault.unseal(cipher, sealed)
    except vault.VaultError as fault:
        message = _("This value cannot be opened. Ask the system administrator to look at the keys of the vault.")
        raise ValidationError(message, code="reveal_unreadable") from fault


def _post_of(actor):
    return next((post.label_parts for post in actor.posts_today if post.role in REVEALING), [])


def _note(actor, volunteer, what, reason, *, success):
    target = f"{volunteer.volunteer_no} {what}"
    record_act(actor=actor, action=Act.REVEAL, target=target, success=success, reason=reason)
