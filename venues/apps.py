from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VenuesConfig(AppConfig):
    name = "venues"

    def ready(self):
        from core import navigation, panels, work
        from core.imports.importer import register
        from venues import feeds, notices
        from venues import panels as own
        from venues.importing.importer import VenueImporter
        from venues.lending.importer import LendingImporter
        from venues.queries import booking_work, complexes, library_gaps

        navigation.register(gettext_lazy("Venues"), "venues:list", "/venues/", 50)
        panels.register("belt", 50, "venues/_complexes_panel.html", own.complexes_panel)
        panels.register("county", 50, "venues/_county_panel.html", own.county_panel)
        panels.register("county", 55, "venues/_libraries_panel.html", own.libraries_panel)
        work.register("complexes", complexes.warnings_for)
        register(VenueImporter())
        work.register("bookings", booking_work.work_for)
        panels.register("venue", 20, "venues/_bookings_panel.html", own.week_panel)
        notices.register_kinds()
        feeds.register_feeds()
        register(LendingImporter())
        work.register("library days missing", library_gaps.work_for)
        navigation.register(gettext_lazy("Libraries"), "venues:libraries:list", "/venues/libraries/", 55)
