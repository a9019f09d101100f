from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
