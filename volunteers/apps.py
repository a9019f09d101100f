from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
        from accounts.models import Role
        from core import navigation

        reading = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
        navigation.register(gettext_lazy("Volunteers"), "volunteers:list", "/volunteers/", 35, roles=reading)
        log = (Role.PROVINCIAL_OFFICE, Role.CORRIDOR_OFFICE, Role.AUDITOR)
        navigation.register(gettext_lazy("Transfers"), "volunteers:transfers", "/volunteers/transfers/", 58, roles=log)
        told = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
        navigation.register(gettext_lazy("Webhooks"), "volunteers:webhooks", "/volunteers/webhooks/", 86, roles=told)
