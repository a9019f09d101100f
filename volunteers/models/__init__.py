from volunteers.models.consent import Consent, ConsentText
from volunteers.models.identity import Disclosure, Guardian, Identity
from volunteers.models.joining import Joining, MobileProof, ProofPurpose, SmsMessage
from volunteers.models.likeness import LikelyDuplicate
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
    "Joining",
    "LikelyDuplicate",
    "MobileProof",
    "Platform",
    "PlatformAccount",
    "PlatformNonce",
    "ProofPurpose",
    "ServiceArea",
    "SmsMessage",
    "Transfer",
    "Volunteer",
]
