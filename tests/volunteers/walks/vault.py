"""Keys turn over, values are changed, broken and erased."""

import contextlib

from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.volunteers.canary import DOCUMENT, OTHER_MOBILE, PASSING_DOCUMENT, Trail, walk
from volunteers import vault
from volunteers.models import Identity
from volunteers.tasks import count_vault_keys


@walk
def turn_the_keys(trail: Trail):
    call_command("turn_vault_keys", verbosity=2)
    count_vault_keys.delay()
    count_vault_keys()


@walk
def change_the_identity(trail: Trail):
    """And back again: the history keeps that it was changed."""
    identity = trail.volunteer.identity
    for number in (PASSING_DOCUMENT, DOCUMENT):
        identity.document, identity.document_index = (
            vault.seal("document", number),
            vault.blind_index("document", number),
        )
        identity.save()


@walk
def break_a_value(trail: Trail):
    before = Identity.objects.get(pk=trail.volunteer.pk).mobile
    Identity.objects.filter(pk=trail.volunteer.pk).update(mobile=vault.seal("document", OTHER_MOBILE))
    with contextlib.suppress(CommandError):
        call_command("turn_vault_keys")
    trail.ask("reviewer", reverse("volunteers:reveal", args=[trail.volunteer.volunteer_no]))
    Identity.objects.filter(pk=trail.volunteer.pk).update(mobile=before)
