from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeltsConfig(AppConfig):
    name = "belts"

    def ready(self):
        from belts.panels import home_map
        from core import navigation, panels

        prefixes = ("/corridor/", "/belts/", "/counties/", "/units/")
        navigation.register(_("Corridor"), "belts:corridor", prefixes, 40)
        panels.register("home", 20, "belts/_home_map.html", home_map)
