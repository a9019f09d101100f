from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts.models.post import SEPARATED_ROLES

        navigation.register(_("People"), "accounts:people", "/people/", 80, roles=SEPARATED_ROLES)
        from accounts import schema, signals  # noqa: F401 - found by importing: receivers, the token's scheme
