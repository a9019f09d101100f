from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
        from accounts.models import Role
        from core import navigation
        from core.imports.importer import register
        from volunteers.importing.importer import RegistrationImporter

        reading = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
        navigation.register(gettext_lazy("Volunteers"), "volunteers:list", "/volunteers/", 35, roles=reading)
        register(RegistrationImporter())
