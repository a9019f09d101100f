"""What a request may do beside what its rows say: tokens that only read, posts that need a second factor."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.models.post import BACK_OFFICE_ROLES


def needs_second_factor(user):
    return settings.SECOND_FACTOR_REQUIRED and bool(user.reach.roles & set(BACK_OFFICE_ROLES))


class TokenMayWrite(BasePermission):
    """A token that was issued for reading changes nothing, whatever its account may do."""

    message = _("This token may only read. Ask the security administrator for one that may write.")
    code = "token_is_read_only"

    def has_permission(self, request, view):
        return request.method in SAFE_METHODS or not request.user.reach.token_is_read_only
