from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        from core import health, panels, work
        from core.imports.importer import register
        from volunteers import notices, vault
        from volunteers import panels as own
        from volunteers.importing.importer import RegistrationImporter
        from volunteers.queries import correcting, keys, pairs

        vault.check_keys()
        health.register("vault", keys.say_readiness)
        panels.register("volunteer", 90, "volunteers/_reveal_panel.html", own.reveal_panel)
        work.register("pairs of volunteers", pairs.work_for)
        work.register("corrections of volunteers", correcting.work_for)
        notices.register_kinds()
        register(RegistrationImporter())
        _register_navigation()


def _register_navigation():
    from accounts.models import Role
    from core import navigation

    reading = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    log = (Role.PROVINCIAL_OFFICE, Role.CORRIDOR_OFFICE, Role.AUDITOR)
    told = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
    navigation.register(_("Volunteers"), "volunteers:list", "/volunteers/", 35, roles=reading)
    navigation.register(_("My registration"), "volunteers:me", "/volunteers/me/", 36, roles=(Role.VOLUNTEER,))
    navigation.register(_("Transfers"), "volunteers:transfers", "/volunteers/transfers/", 58, roles=log)
    keeping = (*log, Role.SECURITY_ADMINISTRATOR)
    navigation.register(_("Platforms"), "volunteers:platforms", "/volunteers/platforms/", 57, roles=keeping)
    navigation.register(_("Webhooks"), "volunteers:webhooks", "/volunteers/webhooks/", 86, roles=told)
