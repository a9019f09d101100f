"""Holding a bulletin and writing a step of its life: shared by everything that moves bulletins."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from core.history import because
from indicators.models import Bulletin, BulletinState, BulletinStep

LONGEST_REASON = BulletinStep._meta.get_field("reason").max_length
OFFICES = (Role.CORRIDOR_OFFICE, Role.PROVINCIAL_OFFICE)


def lock(bulletin):
    """The bulletin as it is now, held until the transaction ends."""
    return Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)


def check_version(row, version):
    """``version`` is what the person saw; None skips the check."""
    if version is not None and int(version) != row.version:
        raise ValidationError(
            _("Somebody changed this after you opened it. Look at it again and decide anew."), code="stale"
        )


def check_state(row, *allowed):
    if row.state not in allowed:
        raise ValidationError(
            _("The bulletin is “%(state)s”; that step cannot be made now."),
            code="bulletin_step_not_open",
            params={"state": BulletinState(row.state).label},
        )


def is_done(row, state, actor):
    """The same person made this very step last: a second click."""
    last = row.steps.order_by("-at", "-pk").first()
    return row.state == state and last is not None and last.to_state == state and last.actor_id == actor.pk


def clean_reason(value):
    value = (value or "").replace("\x00", "").strip()
    if not 1 <= len(value) <= LONGEST_REASON:
        message = _("Give a reason of 1 to %(most)d characters.") % {"most": LONGEST_REASON}
        raise ValidationError({"reason": ValidationError(message, code="bulletin_reason_missing")})
    return value


def move(row, *, to, actor, reason=""):
    """Write the row in its new state and the step. The caller holds the lock, has checked and set what goes with it."""
    now = timezone.now()
    step = BulletinStep(bulletin=row, from_state=row.state, to_state=to, actor=actor, at=now, reason=reason)
    row.state, row.state_since, row.version = to, now, row.version + 1
    row.full_clean()
    with because(reason, actor=actor):
        row.save()
        step.save()
    return row


def editors_of(row):
    """Keys of all who wrote in the text since the figures were drawn: none of them approves it."""
    steps = row.steps.filter(to_state=BulletinState.EDITED, at__gte=row.vintage)
    return set(steps.values_list("actor_id", flat=True))


def tell_offices(row, kind, *, beside=(), **params):
    """All who write bulletins, but for those ``beside``."""
    people = [user for user in User.objects.holding_today(*OFFICES) if user.pk not in set(beside)]
    tell(row, kind, people, **params)


def tell(row, kind, people, **params):
    key = f"bulletin-{row.pk}-{row.version}"
    owe_notices(to=people, kind=kind, key=key, url=row.get_absolute_url(), params={"bulletin": str(row), **params})
