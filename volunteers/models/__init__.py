from volunteers.models.consent import Consent, ConsentText
from volunteers.models.identity import Disclosure, Guardian, Identity
from volunteers.models.likeness import LikelyDuplicate, LikenessMark
from volunteers.models.merging import VolunteerMerge
from volunteers.models.platform import PORTAL, Delivery, Platform, PlatformAccount, PlatformNonce, Transfer
from volunteers.models.volunteer import HomeMove, ServiceArea, Volunteer

__all__ = [
    "PORTAL",
    "Consent",
    "ConsentText",
    "Delivery",
    "Disclosure",
    "Guardian",
    "HomeMove",
    "Identity",
    "LikelyDuplicate",
    "LikenessMark",
    "Platform",
    "PlatformAccount",
    "PlatformNonce",
    "ServiceArea",
    "Transfer",
    "Volunteer",
    "VolunteerMerge",
]
