"""Bodies and their clocks, kept by the corridor office."""

from django.db import transaction

from core.history import because
from meetings.models import Body, ColourPolicy
from meetings.services.steps import check_version, clean_text

LONGEST_SOURCE = ColourPolicy._meta.get_field("source").max_length


@transaction.atomic
def add_body(*, actor, reason="", **values):
    """A body that meets; ``values`` are its fields."""
    body = Body(**values)
    body.full_clean()
    with because(reason or body.source, actor=actor):
        body.save(force_insert=True)
    return body


@transaction.atomic
def set_colour_policy(*, actor, source, body=None, version=None, **days):
    """When resolutions of a body (of all bodies without one) turn blue, yellow and red; ``days`` are its fields.

    Colours follow from it at once. What was told of at a level of supervision is not told of again.
    """
    source = clean_text(source, field="source", most=LONGEST_SOURCE)
    if body is not None:  # two that give it its first one at once wait for each other
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
    rows = ColourPolicy.objects.select_for_update(of=("self",))
    policy = rows.filter(body=body).first() or ColourPolicy(body=body, version=0)
    if (policy.source, *(getattr(policy, name) for name in days)) == (source, *days.values()) and policy.pk:
        return policy
    check_version(policy, version)
    policy.source, policy.version = source, policy.version + 1
    for name, value in days.items():
        setattr(policy, name, value)
    policy.full_clean()
    with because(source, actor=actor):
        policy.save()
    return policy


@transaction.atomic
def drop_colour_policy(*, actor, body, reason):
    """The body follows the general policy again. Dropped twice changes nothing."""
    reason = clean_text(reason)
    policy = ColourPolicy.objects.select_for_update(of=("self",)).filter(body=body).first()
    if policy is not None:
        with because(reason, actor=actor):
            policy.delete()
