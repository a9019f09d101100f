from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
        from django.utils.translation import gettext_lazy as _

        from accounts import notices
        from core import work
        from volunteers.queries import pairs
        from volunteers.services import merge_notices

        numbers = {"kept": notices.plain, "gone": notices.plain}
        notices.register(
            merge_notices.MERGED,
            gettext_lazy("Two volunteers merged into one"),
            gettext_lazy(
                "%(gone)s is part of %(kept)s now. Both numbers stand for the person. Undo is open for 30 days."
            ),
            numbers,
        )
        notices.register(
            merge_notices.UNDONE,
            gettext_lazy("A merge of volunteers was undone"),
            gettext_lazy("%(gone)s and %(kept)s are two registrations again."),
            numbers,
        )
        work.register("pairs of volunteers", pairs.work_for)
        from accounts.models import Role
        from core import navigation

        see_webhooks = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
        see_transfers = (Role.PROVINCIAL_OFFICE, Role.CORRIDOR_OFFICE, Role.AUDITOR)
        navigation.register(_("Transfers"), "volunteers:transfers", "/volunteers/transfers/", 58, roles=see_transfers)
        navigation.register(_("Webhooks"), "volunteers:webhooks", "/volunteers/webhooks/", 86, roles=see_webhooks)
        from accounts.models import Role
        from core import health, navigation, panels
        from core.imports.importer import register
        from volunteers import panels as own
        from volunteers import vault
        from volunteers.importing.importer import RegistrationImporter
        from volunteers.queries import keys

        vault.check_keys()
        health.register("vault", keys.say_readiness)
        panels.register("volunteer", 90, "volunteers/_reveal_panel.html", own.reveal_panel)
        reading = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
        navigation.register(gettext_lazy("Volunteers"), "volunteers:list", "/volunteers/", 35, roles=reading)
        register(RegistrationImporter())
