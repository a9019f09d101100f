"""What of a volunteer can be looked at in clear."""

from volunteers import vault
from volunteers.choices import Revealed
from volunteers.models import Volunteer

# Which row holds it, and as what it is sealed.
PLACES = {
    Revealed.DOCUMENT: ("identity", vault.DOCUMENT),
    Revealed.MOBILE: ("identity", vault.MOBILE),
    Revealed.GUARDIAN_DOCUMENT: ("guardian", vault.DOCUMENT),
    Revealed.GUARDIAN_MOBILE: ("guardian", vault.MOBILE),
}


def sealed_value(volunteer: Volunteer, what: Revealed) -> tuple[str, bytes | None]:
    """As what the value is sealed, and the sealed value, None where there is none."""
    row, cipher = PLACES[what]
    return cipher, getattr(getattr(volunteer, row, None), cipher, None)


def revealed_choices(volunteer: Volunteer) -> list[tuple[str, str]]:
    """What there is to look at, with its name."""
    return [(what.value, str(what.label)) for what in Revealed if sealed_value(volunteer, what)[1] is not None]


def masked(volunteer: Volunteer) -> dict[str, str]:
    """Name, document and mobile as they are shown everywhere; empty where there are none."""
    identity = getattr(volunteer, "identity", None)
    return {
        "name": vault.mask_name(identity.name) if identity else "",
        "document": vault.masked_document(identity.document) if identity else "",
        "mobile": vault.masked_mobile(identity.mobile) if identity and identity.mobile else "",
    }
