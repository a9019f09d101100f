from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import notices
from core import navigation


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts.models.post import SEPARATED_ROLES, Role

        navigation.register(_("People"), "accounts:people", "/people/", 80, roles=SEPARATED_ROLES)
        see_tokens = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
        navigation.register(_("Audit"), "accounts:audit", "/people/audit/", 90, roles=(Role.AUDITOR,))
        navigation.register(_("API tokens"), "accounts:tokens", "/people/tokens/", 85, roles=see_tokens)
        register_notices()
        from accounts import schema, signals  # noqa: F401 - found by importing: receivers, the token's scheme


def register_notices():
    from accounts.models.post import post_label

    post = {"post": lambda parts: post_label(*parts)}
    notices.register(
        "post_given", _("You were given a post"), _("%(post)s, from %(since)s."), {**post, "since": notices.day}
    )
    notices.register(
        "post_ends",
        _("A post of yours ends"),
        _("%(post)s: the last day is %(until)s."),
        {**post, "until": notices.day},
    )
