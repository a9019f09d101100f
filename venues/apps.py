from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    name = "venues"

    def ready(self):
        from core import navigation, work
        from core.imports.importer import register
        from venues.lending.importer import LendingImporter
        from venues.queries import library_gaps

        register(LendingImporter())
        work.register("library days missing", library_gaps.work_for)
        navigation.register(_("Libraries"), "venues:libraries:list", "/venues/libraries/", 36)
