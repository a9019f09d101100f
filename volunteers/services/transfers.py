"""The log of what went to the other side of the border: it only grows."""

from typing import Any

from django.db import transaction

from core import request_id
from volunteers.models import Transfer


@transaction.atomic
def record_transfer(
    *,
    kind: str,
    platform: Any = None,
    user: Any = None,
    from_province: Any,
    to_province: Any,
    what: str,
    people: int,
    basis: str,
) -> Transfer | None:
    """One line of the log; None, and nothing written, where both provinces are the same or it is about nobody.

    Provinces are regions or their codes; ``platform`` or ``user`` is who got it.
    """
    source, target = _code(from_province), _code(to_province)
    if source == target or not people:
        return None
    transfer = Transfer(
        kind=kind,
        platform=platform,
        user=user,
        from_province_id=source,
        to_province_id=target,
        what=what,
        people=people,
        basis=basis,
        request_id=request_id.current.get(),
    )
    # Rows that are at hand need not be looked up again.
    given = [name for name, row in (("platform", platform), ("user", user)) if row]
    transfer.full_clean(exclude=["from_province", "to_province", *given])
    transfer.save()
    return transfer


def _code(province: Any) -> str:
    return province if isinstance(province, str) else province.province_code
