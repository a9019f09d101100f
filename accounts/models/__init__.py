from accounts.models.audit import Act, AuditDay, AuditEntry
from accounts.models.feed import FeedAddress
from accounts.models.notice import Notice
from accounts.models.post import Post, PostHolding, Role
from accounts.models.token import ApiToken, ApiTokenPlace
from accounts.models.user import PasswordRecord, User

__all__ = [
    "Act",
    "ApiToken",
    "ApiTokenPlace",
    "AuditDay",
    "AuditEntry",
    "FeedAddress",
    "Notice",
    "PasswordRecord",
    "Post",
    "PostHolding",
    "Role",
    "User",
]
