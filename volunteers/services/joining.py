"""A registration on its way through its pages: what was ticked and typed so far, kept until it is sent or refused."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from belts.models import Region
from volunteers import vault
from volunteers.models import Joining, MobileProof, ProofPurpose, SmsMessage, Volunteer
from volunteers.services.details import GuardianSaid, Person, read_guardian, read_person
from volunteers.services.proofs import request_again, request_proof
from volunteers.services.registering import register_person


@transaction.atomic
def start_joining(*, purposes: Iterable[str], county: str = "") -> Joining:
    return Joining.objects.create(purposes=sorted(set(purposes)), county=county)


@transaction.atomic
def change_purposes(*, joining: Joining, purposes: Iterable[str]) -> Joining:
    joining.purposes = sorted(set(purposes))
    joining.save(update_fields=["purposes"])
    return joining


@transaction.atomic
def send_code(*, joining: Joining, mobile: str) -> MobileProof:
    joining.proof = request_proof(mobile=mobile, purpose=ProofPurpose.JOIN)
    joining.save(update_fields=["proof"])
    return joining.proof


@transaction.atomic
def send_again(*, joining: Joining, field: str) -> MobileProof:
    """A new code to the mobile of ``proof`` or ``guardian_proof``."""
    proof = request_again(proof=getattr(joining, field))
    setattr(joining, field, proof)
    joining.save(update_fields=[field])
    return proof


@transaction.atomic
def keep_draft(*, joining: Joining, **typed: Any) -> dict[str, Any]:
    """Seal what was typed beside what was before; a day as its ISO text, a region by its code."""
    draft = json.dumps(read_draft(joining) | typed, ensure_ascii=False, default=_as_text)
    joining.draft = vault.seal(vault.DRAFT, draft)
    joining.save(update_fields=["draft"])
    return json.loads(draft)


def read_draft(joining: Joining) -> dict[str, Any]:
    return json.loads(vault.unseal(vault.DRAFT, joining.draft)) if joining.draft is not None else {}


def _as_text(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value.pk)


def person_of(draft: dict[str, Any]) -> Person:
    """Read again, and judged as on the first day. Codes of services.details."""
    born = draft.get("birth_date")
    values = {name: draft.get(name, ()) for name in ("skills", "times", "dialects")}
    return read_person(
        name=draft["name"], document_kind=draft["document_kind"], document=draft["document"],
        birth_date=dt.date.fromisoformat(born) if born else None, home=Region.objects.get(pk=draft["home"]), **values,
    )  # fmt: skip


def drafted_minor(joining: Joining) -> Person | None:
    """Who was typed, where that may stand and is under 18."""
    try:
        person = person_of(read_draft(joining))
    except ValidationError:
        return None
    return person if person.is_minor else None


def guardian_of(draft: dict[str, Any], person: Person) -> GuardianSaid:
    return read_guardian(
        name=draft["guardian_name"], document_kind=draft["guardian_document_kind"],
        document=draft["guardian_document"], relation=draft["relation"], person=person,
    )  # fmt: skip


@transaction.atomic
def ask_guardian(*, joining: Joining, mobile: str, **typed: Any) -> MobileProof:
    """Keep who the guardian is, and send them a code. Codes of services.details and of services.proofs."""
    draft = keep_draft(joining=joining, **typed)
    guardian_of(draft, person_of(draft))
    joining.guardian_proof = request_proof(mobile=mobile, purpose=ProofPurpose.GUARDIAN)
    joining.save(update_fields=["guardian_proof"])
    return joining.guardian_proof


def complete_joining(*, joining: Joining) -> Volunteer:
    """Register what was typed; the draft is forgotten. Repeated, it gives the same."""
    proof = joining.proof
    if proof is not None and proof.volunteer is not None:
        return proof.volunteer.merged_into or proof.volunteer
    draft = read_draft(joining)
    person = person_of(draft)
    guardian = guardian_of(draft, person) if person.is_minor else None
    volunteer = register_person(
        proof=proof, person=person, purposes=joining.purposes, guardian=guardian,
        guardian_proof=joining.guardian_proof if person.is_minor else None,
    )  # fmt: skip
    Joining.objects.filter(pk=joining.pk).update(draft=None)
    return volunteer


@transaction.atomic
def refuse_joining(*, joining: Joining) -> None:
    """A guardian does not agree: nothing that was typed stays. Of the codes only that they were asked for."""
    proofs = [key for key in (joining.proof_id, joining.guardian_proof_id) if key]
    MobileProof.objects.filter(pk__in=proofs).update(mobile=b"", used_at=timezone.now(), proven_at=None)
    SmsMessage.objects.filter(key__in=[f"proof:{key}" for key in proofs]).delete()
    joining.delete()
