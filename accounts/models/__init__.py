from accounts.models.audit import AuditDay, AuditEntry
from accounts.models.post import Post, PostHolding, Role
from accounts.models.token import ApiToken
from accounts.models.user import PasswordRecord, User

__all__ = ["ApiToken", "AuditDay", "AuditEntry", "PasswordRecord", "Post", "PostHolding", "Role", "User"]
