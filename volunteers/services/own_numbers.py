"""A person's own numbers: seen in clear after a code, and the mobile changed by a code to the new one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Act
from accounts.services.audit import record_act
from core.history import because
from volunteers import vault
from volunteers.choices import Revealed, State
from volunteers.models import Disclosure, Identity, MobileProof, ProofPurpose, Volunteer
from volunteers.queries.revealing import sealed_value
from volunteers.services.details import CHILD, age_on
from volunteers.services.merging import save_again
from volunteers.services.people import sealed_mobile
from volunteers.services.proofs import TOLD_WITHIN, request_known, require_proven
from volunteers.services.registering import Mobile
from volunteers.services.sms import owe_sms

OWN = "own"  # of a Disclosure: the person looked
SHOWN = (Revealed.DOCUMENT, Revealed.MOBILE)


@transaction.atomic
def send_own_code(*, actor: Any, volunteer: Volunteer) -> MobileProof:
    """To the mobile that stands. Codes: ``no_mobile``, ``too_many_codes``."""
    identity = Identity.objects.filter(pk=volunteer.pk, mobile__isnull=False).first()
    if identity is None:
        message = _("No mobile stands with your registration. Bring your document to your county.")
        raise ValidationError(message, code="no_mobile")
    return request_known(sealed=bytes(identity.mobile or b""), purpose=ProofPurpose.OWN_VALUES)


@transaction.atomic
def show_own_values(*, actor: Any, volunteer: Volunteer, proof: MobileProof | None) -> dict[str, str]:
    """Document and mobile in clear, once for a code that was given just now; for this answer only.

    The person reads on their own page that it was done, and the auditor in the audit. Code ``mobile_not_proven``.
    """
    held = _fresh(proof)
    row = Volunteer.objects.select_related("identity").get(pk=volunteer.pk)
    values = {}
    for what in SHOWN:
        cipher, sealed = sealed_value(row, what)
        values[what.value] = vault.unseal(cipher, bytes(sealed)) if sealed else ""
    MobileProof.objects.filter(pk=held.pk).update(used_at=timezone.now())
    reason = _("seen by the person, with a code")
    disclosure = Disclosure(volunteer=row, by=actor, what=OWN, reason=reason)
    disclosure.full_clean(exclude=["by_post"])  # no post: it was the person
    disclosure.save()
    record_act(actor=actor, action=Act.REVEAL, target=f"{row.volunteer_no} {OWN}", reason=reason)
    return values


@transaction.atomic
def change_own_mobile(*, actor: Any, volunteer: Volunteer, proof: MobileProof | None) -> Volunteer:
    """The mobile that was proven just now stands from now on; the one before is told by a message.

    Codes: ``mobile_not_proven``, ``not_active``, ``mobile_of_guardian``.
    """
    held = _fresh(proof)
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if row.state not in (State.ACTIVE, State.CLAIMED):
        raise ValidationError(_("This registration ended and does not change any more."), code="not_active")
    identity = Identity.objects.select_for_update().get(pk=row.pk)
    _check_age(identity)
    before = bytes(identity.mobile) if identity.mobile else None
    for field, value in sealed_mobile(Mobile.of_proof(held)).items():
        setattr(identity, field, value)
    identity.mobile_proven_at = identity.updated_at = timezone.now()
    with because(_("mobile changed by the person"), actor=actor):
        identity.save()
        save_again(row)
    MobileProof.objects.filter(pk=held.pk).update(used_at=timezone.now())
    if before is not None:
        owe_sms(
            kind="mobile_changed", key=f"mobile_changed:{held.pk}", mobile=before,
            expires_at=timezone.now() + TOLD_WITHIN,
        )  # fmt: skip
    return row


def _fresh(proof: MobileProof | None) -> MobileProof:
    held = require_proven(proof)
    if held.used_at is not None:
        raise ValidationError(_("This code was used already. Ask for a new one."), code="mobile_not_proven")
    return held


def _check_age(identity: Identity) -> None:
    born = identity.birth_date
    if born is not None and age_on(born, timezone.localdate()) < CHILD:
        message = _("Under 14 the guardian's mobile stands. Your county changes it, with the guardian.")
        raise ValidationError(message, code="mobile_of_guardian")
