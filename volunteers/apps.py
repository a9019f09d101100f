from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
        from core import health
        from volunteers import vault
        from volunteers.queries import keys

        vault.check_keys()
        health.register("vault", keys.say_readiness)
