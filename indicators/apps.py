from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self):
        from core import navigation, panels
        from indicators import panels as own

        navigation.register(gettext_lazy("Statistics"), "indicators:statistics", "/statistics/", 60)
        figures, exchange = "indicators/_figures_panel.html", "indicators/_exchange_panel.html"
        panels.register("home", 40, figures, own.home_figures)
        panels.register("corridor", 40, figures, own.corridor_figures)
        panels.register("belt", 40, figures, own.belt_figures)
        panels.register("county", 40, figures, own.county_figures)
        panels.register("home", 50, exchange, own.home_exchange)
        panels.register("county", 50, exchange, own.county_exchange)
