"""Volunteers sign in by a code to their mobile: who it is, and the account that stands for them."""

import hmac
import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PostHolding, Role, User
from accounts.services.people import create_user
from accounts.services.posts import find_or_create_post
from volunteers import vault
from volunteers.models import MobileProof, Volunteer
from volunteers.queries.joining import people_with
from volunteers.services.proofs import MOST_TRIES, expired, require_proven

SHOWN = 4  # of a document, by which people of one mobile tell themselves apart


@transaction.atomic
def only_person(*, proof: MobileProof) -> Volunteer | None:
    """Whom a proven mobile stands with; None where several share it. Code ``nobody_here``."""
    proof = require_proven(proof)
    people = people_with(vault.unseal(vault.MOBILE, proof.mobile))
    if not people:
        raise ValidationError(
            _("No registration stands with this mobile. Register first, or ask your county if you changed the mobile."),
            code="nobody_here",
        )
    return people[0] if len(people) == 1 else None


def choose_person(*, proof: MobileProof, last_four: str) -> Volunteer:
    """Of those who share a mobile the one whose document ends so. Codes: ``nobody_of_them``, ``code_expired``."""
    found = _choose(proof, "".join(unicodedata.normalize("NFKC", last_four).split()).upper())
    if isinstance(found, ValidationError):
        raise found
    return found


@transaction.atomic
def _choose(proof: MobileProof, last_four: str) -> Volunteer | ValidationError:
    """Counts each try in a transaction of its own, which a refusal does not undo."""
    proof = require_proven(proof)
    if proof.tries >= MOST_TRIES:
        return expired()
    proof.tries += 1
    proof.save(update_fields=["tries"])
    people = people_with(vault.unseal(vault.MOBILE, proof.mobile))
    fitting = [person for person in people if _ends_with(person, last_four)]
    if len(fitting) == 1:
        return fitting[0]
    return ValidationError(
        _("None of the registrations with this mobile has a document that ends so."), code="nobody_of_them"
    )


def _ends_with(person: Volunteer, last_four: str) -> bool:
    end = vault.unseal(vault.DOCUMENT, person.identity.document)[-SHOWN:]
    return hmac.compare_digest(end.encode(), last_four.encode())


@transaction.atomic
def user_of(*, volunteer: Volunteer, proof: MobileProof) -> User:
    """The account by which a volunteer is signed in, made the first time. It has no password and tells no name."""
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    MobileProof.objects.filter(pk=proof.pk).update(used_at=timezone.now())
    if volunteer.user is not None:
        return volunteer.user
    user = create_user(actor=None, username=volunteer.volunteer_no, name=volunteer.volunteer_no)
    post = find_or_create_post(role=Role.VOLUNTEER)
    holding = PostHolding(post=post, user=user, since=timezone.localdate())
    holding.full_clean()
    holding.save()
    volunteer.user = user
    volunteer.save(update_fields=["user"])
    return user
