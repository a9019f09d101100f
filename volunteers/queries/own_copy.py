"""Everything that the portal keeps of a person, for the file that they may ask for at any time (PIPL art. 45)."""

import hmac
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteers import vault
from volunteers.documents import read_document
from volunteers.models import Consent, Correction, HomeMove, Identity, PlatformAccount, ServiceArea, SetAside, Volunteer
from volunteers.queries.correcting import read_draft, what_of
from volunteers.queries.own import disclosures_of, whole_person
from volunteers.queries.registry import aliases_of, offer_of

FORMAT = 2


def copy_of(volunteer: Volunteer, *, document: str) -> dict[str, Any]:
    """``document`` is the number as the person typed it. Code ``document_does_not_fit``.

    Days and moments are ISO text; choices are in the words of the active language.
    """
    identity = Identity.objects.get(pk=volunteer.pk)
    number = vault.unseal(vault.DOCUMENT, bytes(identity.document))
    if not hmac.compare_digest(_read(identity, document).encode(), number.encode()):
        message = _("This is not the document that you registered with.")
        raise ValidationError({"document": ValidationError(message, code="document_does_not_fit")})
    return {
        "format": FORMAT,
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "volunteer_number": volunteer.volunteer_no,
        "further_numbers": aliases_of(volunteer),
        "person": {
            "name": identity.name,
            "birth_date": identity.birth_date.isoformat() if identity.birth_date else None,
            "document_kind": str(identity.get_document_kind_display()),
            "document": number,
            "mobile": vault.unseal(vault.MOBILE, bytes(identity.mobile)) if identity.mobile else None,
        },
        "guardian": _guardian(volunteer),
        "registration": {
            "state": str(volunteer.get_state_display()),
            "home": str(volunteer.home),
            "registered_on": volunteer.registered_on.isoformat(),
            "registered_through": str(volunteer.registered_through),
        },
        "offer": offer_of(volunteer),
        **_rows_of(volunteer),
    }


def _read(identity: Identity, text: str) -> str:
    try:
        return read_document(identity.document_kind, text, today=timezone.localdate()).number
    except ValidationError:
        return ""


def _guardian(volunteer: Volunteer) -> dict[str, Any] | None:
    guardian = getattr(volunteer, "guardian", None)
    if guardian is None:
        return None
    relation = str(guardian.get_relation_display())
    return {"name": guardian.name, "relation": relation, "agreed_at": _at(guardian.agreed_at)}


def _rows_of(volunteer: Volunteer) -> dict[str, Any]:
    """Of this number and of those that were merged into it."""
    mine = whole_person(volunteer)
    areas = ServiceArea.objects.filter(mine).select_related("region")
    moves = HomeMove.objects.filter(mine).select_related("from_region", "to_region")
    accounts = PlatformAccount.objects.filter(mine).select_related("platform")
    consents = Consent.objects.filter(mine).select_related("text", "platform")
    return {
        "serves_in": [{"county": str(row.region), "since": _at(row.since), "until": _at(row.until)} for row in areas],
        "moves": [{"from": str(row.from_region), "to": str(row.to_region), "day": _at(row.moved_on)} for row in moves],
        "accounts": [
            {"platform": str(row.platform), "id": row.external_id, "linked": _at(row.linked_at)} for row in accounts
        ],
        "consents": [
            {
                "purpose": str(row.get_purpose_display()),
                "given": _at(row.given_at),
                "given_by": str(row.get_given_by_display()),
                "withdrawn": _at(row.withdrawn_at),
                "text": row.text.text if row.text else f"{row.platform} {row.platform_version}",
            }
            for row in consents
        ],
        "set_aside": _set_aside(volunteer),
        "corrections": [_correction(row) for row in Correction.objects.filter(mine)],
        "seen_by": [
            {"at": _at(row.at), "post": row.post, "what": row.words, "reason": row.reason}
            for row in disclosures_of(volunteer)
        ],
    }


def _set_aside(volunteer: Volunteer) -> list[dict[str, Any]]:
    """What files said of the person, where another account's words stand."""
    family = Q(account__volunteer=volunteer) | Q(account__volunteer__merged_into=volunteer)
    rows = SetAside.objects.filter(family).select_related("account__platform", "home").order_by("pk")
    return [
        {
            "platform": str(row.account.platform),
            "id": row.account.external_id,
            "name": row.name,
            "birth_date": _at(row.birth_date),
            "mobile": vault.unseal(vault.MOBILE, bytes(row.mobile)) if row.mobile else None,
            "home": str(row.home),
        }
        for row in rows
    ]


def _correction(row: Correction) -> dict[str, Any]:
    """With what was asked, while it waits; of the decided ones nothing is kept."""
    asked = read_draft(row) if row.draft is not None else {}
    said = {"asked": _at(row.asked_at), "what": what_of(row), "state": str(row.get_state_display()), "why": row.reason}
    return said | {name: _at(value) if name == "birth_date" else value for name, value in asked.items()}


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
