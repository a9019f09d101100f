"""A person becomes a volunteer: by themselves with a proven mobile, or on site before the county's staff.

Nobody is told whether a document is registered. Somebody who proves another mobile than the one that stands with it
gets a number like everybody; that row waits, uncounted, until the county has looked (services.claims makes the pair).
Both ways do the same work: the same look-ups, the same ciphers, the same rows.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from core.locks import work_alone
from volunteers import vault
from volunteers.choices import ConsentGiver, State
from volunteers.mobiles import read_mobile
from volunteers.models import MobileProof, Volunteer
from volunteers.models.scope import may_register_at
from volunteers.queries.joining import RegisteredAs, registered_as
from volunteers.services.consents import give_consents, purposes_for
from volunteers.services.details import GuardianSaid, Person
from volunteers.services.people import keep_guardian, new_volunteer, speak_again
from volunteers.services.proofs import require_proven
from volunteers.services.sms import owe_sms

WELCOME_WITHIN = dt.timedelta(days=1)
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Mobile:
    """``proven``: its owner gave the code."""

    number: str
    sealed: bytes
    proven: bool

    @classmethod
    def of_proof(cls, proof: MobileProof) -> "Mobile":
        return cls(vault.unseal(vault.MOBILE, proof.mobile), bytes(proof.mobile), True)

    @classmethod
    def of_text(cls, text: str) -> "Mobile":
        number = read_mobile(text)
        return cls(number, vault.seal(vault.MOBILE, number), False)


def register_person(
    *, proof: MobileProof | None, person: Person, purposes: Iterable[str], guardian: GuardianSaid | None = None,
    guardian_proof: MobileProof | None = None,
) -> Volunteer:  # fmt: skip
    """Register somebody who proved a mobile; a minor with a guardian who proved theirs. The same proof again: the same.

    Codes: ``mobile_not_proven``, ``guardian_needed``, ``keeping_not_agreed``.
    """
    return _repeated(
        _register_person, proof=proof, person=person, purposes=list(purposes), guardian=guardian,
        guardian_proof=guardian_proof,
    )  # fmt: skip


@transaction.atomic
def _register_person(*, proof, person, purposes, guardian, guardian_proof):
    proof = require_proven(proof)
    if proof.volunteer_id is not None:
        return proof.volunteer.merged_into or proof.volunteer
    require_guardian(person, guardian)
    own, of_guardian = Mobile.of_proof(proof), None
    if person.is_minor:
        of_guardian = Mobile.of_proof(require_proven(guardian_proof))
    contact = of_guardian if person.is_child else own
    hold_document(person)
    found = registered_as(person.document, person.birth_date, contact.number)
    volunteer = _written(found, person, contact, form_key=proof.pk)
    if person.is_minor:
        keep_guardian(volunteer=volunteer, said=guardian, mobile=of_guardian)
    _consent(volunteer, person, purposes, on_paper=False)
    MobileProof.objects.filter(pk__in=[proof.pk, guardian_proof.pk if guardian_proof else proof.pk]).update(
        volunteer=volunteer, used_at=timezone.now()
    )
    _welcome(volunteer, contact, proof)
    return volunteer


def register_on_site(
    *, actor: Any, person: Person, purposes: Sequence[str], on_paper: bool = False, proof: MobileProof | None = None,
    mobile: str = "", guardian: GuardianSaid | None = None, form_key: Any = None,
) -> Volunteer:  # fmt: skip
    """Staff register somebody who stands before them, in their own county.

    Consent is given by the code that was sent to the mobile (of a minor: the guardian's), or on paper that the county
    keeps; then ``mobile`` may be written down without proof, and of a minor must be. ``form_key`` makes a repeat the
    same registration. Codes: ``not_your_county``, ``guardian_needed``, ``mobile_not_proven``, ``form_key_taken``.
    """
    with because(_("registered on site, consent on paper") if on_paper else _("registered on site"), actor=actor):
        return _repeated(
            _register_on_site, actor=actor, person=person, purposes=list(purposes), on_paper=on_paper, proof=proof,
            mobile=mobile, guardian=guardian, form_key=form_key,
        )  # fmt: skip


@transaction.atomic
def _register_on_site(*, actor, person, purposes, on_paper, proof, mobile, guardian, form_key):
    if not may_register_at(actor, person.home):
        message = _("You register people of your own county. Choose it, or let them register by themselves.")
        raise ValidationError({"home": ValidationError(message, code="not_your_county")})
    if form_key and (known := Volunteer.objects.filter(form_key=form_key).first()):
        return registered_before(actor, known)
    require_guardian(person, guardian)
    contact = _contact_on_site(person, on_paper, proof, mobile)
    hold_document(person)
    found = registered_as(person.document, person.birth_date, contact.number if contact and contact.proven else None)
    if found.person is None and found.standing:
        found = found.known_to(actor)
    volunteer = _written(found, person, contact, form_key=form_key)
    if person.is_minor:
        keep_guardian(volunteer=volunteer, said=guardian, mobile=contact)
    _consent(volunteer, person, purposes, on_paper=on_paper)
    if proof is not None:
        MobileProof.objects.filter(pk=proof.pk).update(volunteer=volunteer, used_at=timezone.now())
        _welcome(volunteer, contact, proof)
    return volunteer


def registered_before(actor, volunteer):
    """The first registration of a form that was sent twice. Code ``form_key_taken`` where it was somebody else's."""
    if not Volunteer.objects.manageable_by(actor).filter(pk=volunteer.pk).exists():
        raise ValidationError(_("This form was sent by somebody else already. Open a new one."), code="form_key_taken")
    return volunteer


def _contact_on_site(person, on_paper, proof, mobile):
    """Whom the portal writes to: of a minor the guardian. None for an adult without a mobile, on paper."""
    if not on_paper:
        return Mobile.of_proof(require_proven(proof))
    if mobile:
        try:
            return Mobile.of_text(mobile)
        except ValidationError as error:
            raise ValidationError({"mobile": error}) from error
    if person.is_minor:
        message = _("A guardian is reached by a mobile. Enter it.")
        raise ValidationError({"mobile": ValidationError(message, code="guardian_mobile_missing")})
    return None


def require_guardian(person: Person, guardian: GuardianSaid | None) -> None:
    if person.is_minor and guardian is None:
        raise ValidationError(
            _("Who is under 18 registers with the consent of a guardian. Enter who that is."), code="guardian_needed"
        )


def hold_document(person: Person) -> None:
    """Two who register the same document at once come one after the other."""
    work_alone(f"document {vault.blind_index(vault.DOCUMENT, person.document.number).hex()}")


def _written(found: RegisteredAs, person, contact, form_key):
    if found.person is not None:
        return speak_again(volunteer=found.person, person=person, mobile=contact, take_mobile=found.before_staff)
    state = State.CLAIMED if found.standing else State.ACTIVE
    return new_volunteer(person=person, mobile=contact, state=state, form_key=form_key)


def _consent(volunteer, person, purposes, *, on_paper):
    given_by = ConsentGiver.GUARDIAN if person.is_minor else ConsentGiver.SELF
    agreed = purposes_for(purposes, child=person.is_child)
    give_consents(volunteer=volunteer, purposes=agreed, given_by=given_by, on_paper=on_paper)


def _welcome(volunteer, contact, proof):
    owe_sms(
        kind="welcome", key=f"welcome:{proof.pk}", mobile=contact.sealed,
        expires_at=timezone.now() + WELCOME_WITHIN, number=volunteer.volunteer_no,
    )  # fmt: skip


def _repeated(register, **said):
    """Once more where an import wrote the same document in the same moment: then it is found."""
    for _attempt in range(MOST_ATTEMPTS - 1):
        try:
            return register(**said)
        except IntegrityError as fault:
            if "a_document_is_one_person" not in str(fault):
                raise
    return register(**said)
