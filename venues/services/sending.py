"""Venues that another system sends: the same id of the same source is the same venue, however often it comes."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core.sending import is_taken, sent_before
from venues.models import Venue
from venues.services.venues import FIELDS, LINKS, change_venue, create_venue


class Outcome(models.TextChoices):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@transaction.atomic
def send_venue(*, actor, form_key=None, **content):
    """Enter what was sent, or change the venue that this source or form sent before; gives it and an Outcome.

    ``content`` is what ``create_venue`` takes. County and whole of a venue that is known stay as they are.
    """
    mine = Venue.objects.manageable_by(actor)
    known = sent_before(mine, content, form_key)
    if known is None:
        try:
            with transaction.atomic():
                return create_venue(actor=actor, form_key=form_key, **content), Outcome.CREATED
        except ValidationError as error:
            known = sent_before(mine, content, form_key) if is_taken(error) else None
            if known is None:
                raise
    changes = differences(known, content)
    if not changes:
        return known, Outcome.UNCHANGED
    return change_venue(actor=actor, venue=known, **changes), Outcome.CHANGED


def differences(venue, content):
    """Of ``content`` what is not so already, in the form that ``change_venue`` takes."""
    changes = {name: value for name, value in content.items() if name in FIELDS and value != getattr(venue, name)}
    for name in LINKS:
        if name in content and {row.pk for row in content[name]} != {row.pk for row in getattr(venue, name).all()}:
            changes[name] = content[name]
    return changes
