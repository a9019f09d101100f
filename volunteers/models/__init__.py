from volunteers.models.aside import SetAside
from volunteers.models.consent import Consent, ConsentText
from volunteers.models.correcting import Correction
from volunteers.models.feed import FeedEpoch, FeedTrace
from volunteers.models.identity import Disclosure, Guardian, Identity
from volunteers.models.joining import Joining, MobileProof, ProofPurpose, SmsMessage
from volunteers.models.likeness import LikelyDuplicate, LikenessMark
from volunteers.models.merging import VolunteerMerge
from volunteers.models.platform import PORTAL, Delivery, Platform, PlatformAccount, PlatformNonce, Transfer
from volunteers.models.volunteer import HomeMove, ServiceArea, Volunteer
from volunteers.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "PORTAL",
    "Consent",
    "ConsentText",
    "Correction",
    "Delivery",
    "Disclosure",
    "FeedEpoch",
    "FeedTrace",
    "Guardian",
    "HomeMove",
    "Identity",
    "Joining",
    "LikelyDuplicate",
    "LikenessMark",
    "MobileProof",
    "Platform",
    "PlatformAccount",
    "PlatformNonce",
    "ProofPurpose",
    "ServiceArea",
    "SetAside",
    "SmsMessage",
    "Transfer",
    "Volunteer",
    "VolunteerMerge",
    "Webhook",
    "WebhookDelivery",
]
