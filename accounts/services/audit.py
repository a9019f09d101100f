"""Write down what people do that changes no row."""

from django.db import transaction

from accounts.models import AuditEntry
from core import addresses, request_id


@transaction.atomic
def record_act(*, actor, action, target="", success=True, reason=""):
    """``actor`` is a User, or None for somebody unknown or the system; ``action`` is an Act."""
    known = actor is not None and actor.is_authenticated
    return AuditEntry.objects.create(
        actor=actor if known else None,
        actor_name=str(actor)[:100] if known else "",
        action=action,
        target=str(target)[:200],
        success=success,
        reason=str(reason)[:300],
        address=addresses.current.get(),
        request_id=request_id.current.get(),
    )
