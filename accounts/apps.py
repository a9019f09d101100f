from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts.models.post import SEPARATED_ROLES, Role

        navigation.register(_("People"), "accounts:people", "/people/", 80, roles=SEPARATED_ROLES)
        see_tokens = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
        navigation.register(_("Audit"), "accounts:audit", "/people/audit/", 90, roles=(Role.AUDITOR,))
        navigation.register(_("API tokens"), "accounts:tokens", "/people/tokens/", 85, roles=see_tokens)
        from accounts import schema, signals  # noqa: F401 - found by importing: receivers, the token's scheme
