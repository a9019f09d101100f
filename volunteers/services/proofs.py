"""Proofs of mobiles by codes: how often they may be asked for, and how they are proven.

Whoever asks is answered the same whether the mobile is known to the registry or not. Requests are counted by keyed
hashes of the mobile and of the address, over the rows of the proofs themselves.
"""

import datetime as dt
import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core import addresses
from core.locks import work_alone
from volunteers import vault
from volunteers.mobiles import read_mobile
from volunteers.models import MobileProof, ProofPurpose
from volunteers.services.codes import code_of
from volunteers.services.sms import owe_sms

CODE_LASTS = dt.timedelta(minutes=10)
PROOF_LASTS = dt.timedelta(hours=1)  # once proven: the time to fill in the rest
MOST_TRIES = 5
TOLD_WITHIN = dt.timedelta(days=1)  # a message that something happened
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LIMITS_PER_MOBILE = ((dt.timedelta(minutes=1), 1), (HOUR, 5), (DAY, 10))
SMS_KINDS = {ProofPurpose.GUARDIAN: "guardian_code"}


@transaction.atomic
def request_proof(*, mobile: str, purpose: ProofPurpose) -> MobileProof:
    """Send a code to a mobile as it was typed. Codes: ``mobile_wrong``, ``too_many_codes``."""
    number = read_mobile(mobile)
    return _request(number, vault.seal(vault.MOBILE, number), purpose)


@transaction.atomic
def request_again(*, proof: MobileProof) -> MobileProof:
    """A new code to the same mobile."""
    return _request(vault.unseal(vault.MOBILE, proof.mobile), bytes(proof.mobile), ProofPurpose(proof.purpose))


@transaction.atomic
def request_known(*, sealed: bytes, purpose: ProofPurpose) -> MobileProof:
    """Send a code to a mobile that stands with somebody. Code ``too_many_codes``."""
    return _request(vault.unseal(vault.MOBILE, sealed), sealed, purpose)


def _request(number: str, sealed: bytes, purpose: ProofPurpose) -> MobileProof:
    index, address = vault.blind_index(vault.MOBILE, number), _hash_of_address()
    # Always in this order, so that two who ask at once wait for each other and never both for the other.
    work_alone(f"codes of an address {address.hex()}")
    work_alone(f"codes of a mobile {index.hex()}")
    _refuse_too_many(vault.blind_indexes(vault.MOBILE, number), address)
    proof = MobileProof.objects.create(purpose=purpose, mobile=sealed, mobile_index=index, address=address)
    owe_sms(
        kind=SMS_KINDS.get(purpose, "code"), key=f"proof:{proof.pk}", mobile=sealed,
        expires_at=proof.created_at + CODE_LASTS, proof=str(proof.pk),
    )  # fmt: skip
    return proof


def _hash_of_address() -> bytes:
    return salted_hmac("volunteers.proofs", addresses.current.get() or "", algorithm="sha256").digest()


def _refuse_too_many(indexes: list[bytes], address: bytes) -> None:
    now = timezone.now()
    of_mobile = MobileProof.objects.filter(mobile_index__in=indexes)
    spent = any(of_mobile.filter(created_at__gt=now - span).count() >= most for span, most in LIMITS_PER_MOBILE)
    of_address = MobileProof.objects.filter(address=address, created_at__gt=now - HOUR)
    if spent or of_address.count() >= settings.SMS_PER_ADDRESS:
        raise ValidationError(
            _("Too many codes were asked for. One a minute is sent, five an hour; wait and try again."),
            code="too_many_codes",
        )


def prove_mobile(*, proof: MobileProof, code: str) -> MobileProof:
    """Codes: ``code_wrong``, ``code_expired``. Repeated with the right code it stays proven.

    Each try is counted in a transaction of its own, which a refusal does not undo.
    """
    fault = _try(proof, "".join(unicodedata.normalize("NFKC", code).split()))
    if fault is not None:
        raise fault
    proof.refresh_from_db()
    return proof


@transaction.atomic
def _try(proof: MobileProof, code: str) -> ValidationError | None:
    proof = MobileProof.objects.select_for_update().get(pk=proof.pk)
    right = hmac.compare_digest(_digest(code), _digest(code_of(proof.pk)))
    if proof.proven_at is not None and right:
        return None
    if proof.tries >= MOST_TRIES or proof.created_at < timezone.now() - CODE_LASTS:
        return expired()
    proof.tries += 1
    if right:
        proof.proven_at, proof.tries = timezone.now(), 0  # further questions count anew
    proof.save(update_fields=["tries", "proven_at"])
    if right:
        return None
    return ValidationError(
        _("The code is not right. It stands in the newest message."), code="code_wrong", params={"tries": proof.tries}
    )


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def expired() -> ValidationError:
    return ValidationError(
        _("This code can no longer be used: it is older than 10 minutes, or was tried too often. Ask for a new one."),
        code="code_expired",
    )


def shown_code(proof: MobileProof | None) -> str:
    """The code for the page of the demo, whose visitors have no phone at the other end; "" everywhere else."""
    return code_of(proof.pk) if proof and settings.SMS_SHOWN and settings.MODE != "production" else ""


def is_proven(proof: MobileProof | None) -> bool:
    """Proven, and not too long ago to act on it."""
    return bool(proof and proof.proven_at and proof.proven_at > timezone.now() - PROOF_LASTS)


def require_proven(proof: MobileProof | None) -> MobileProof:
    """The proof, held until the transaction ends. Code ``mobile_not_proven``."""
    held = MobileProof.objects.select_for_update().filter(pk=proof.pk).first() if proof else None
    if held is None or not (is_proven(held) or held.used_at):
        raise ValidationError(
            _("The mobile has to be proven by a code first, at most an hour before."), code="mobile_not_proven"
        )
    return held
