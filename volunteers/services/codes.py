"""Six digits for a proof. They follow from its random id under a key, so that no code is kept anywhere."""

import hashlib
import hmac

from django.conf import settings

DIGITS = 6


def code_of(proof_id: object) -> str:
    mixed = hmac.new(settings.SECRET_KEY.encode(), f"volunteers.codes:{proof_id}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(mixed[:8]) % 10**DIGITS).zfill(DIGITS)
