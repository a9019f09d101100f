"""Bodies and their clocks, kept by the corridor office."""

from django.db import transaction

from core.history import because
from meetings.models import Body, ColourPolicy


@transaction.atomic
def add_body(*, actor, reason="", **values):
    """A body that meets; ``values`` are its fields."""
    body = Body(**values)
    body.full_clean()
    with because(reason or body.source, actor=actor):
        body.save(force_insert=True)
    return body


@transaction.atomic
def set_colour_policy(*, actor, source, body=None, **days):
    """When resolutions of a body (of all bodies without one) turn blue, yellow and red; ``days`` are its fields."""
    rows = ColourPolicy.objects.select_for_update()
    policy = rows.filter(body=body).first() or ColourPolicy(body=body)
    policy.source = source
    for name, value in days.items():
        setattr(policy, name, value)
    policy.full_clean()
    with because(source, actor=actor):
        policy.save()
    return policy
