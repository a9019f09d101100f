from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self):
        from accounts.models import Role
        from core import health, navigation, panels, work
        from indicators import notices
        from indicators.panels import figures as own
        from indicators.panels import screens
        from indicators.queries.alarm import say_tallies
        from indicators.queries.bulletins import bulletin_work
        from indicators.services.tallies import install_triggers

        post_migrate.connect(install_triggers, sender=self)
        health.register("figures", say_tallies)

        navigation.register(gettext_lazy("Statistics"), "indicators:statistics", "/statistics/", 60)
        roles = (Role.CORRIDOR_OFFICE, Role.PROVINCIAL_OFFICE, Role.AUDITOR)
        navigation.register(gettext_lazy("Big screens"), "indicators:screens", "/screens/", 65, roles)
        panels.register("belt", 90, "indicators/_screens_panel.html", screens.belt_screens)
        figures, exchange = "indicators/_figures_panel.html", "indicators/_exchange_panel.html"
        panels.register("home", 40, figures, own.home_figures)
        panels.register("corridor", 40, figures, own.corridor_figures)
        panels.register("belt", 40, figures, own.belt_figures)
        panels.register("county", 40, figures, own.county_figures)
        panels.register("home", 50, exchange, own.home_exchange)
        panels.register("county", 50, exchange, own.county_exchange)
        work.register("bulletins", bulletin_work)
        notices.register_kinds()
        _register_reported()


def _register_reported():
    from accounts.models import Role
    from core import navigation, work
    from indicators.queries.reported import work as reported

    staff = [role for role in Role if role != Role.VOLUNTEER]
    navigation.register(gettext_lazy("Reported indicators"), "indicators:reported", "/reported/", 61, roles=staff)
    work.register("figures to report", reported.reporting_work)
    work.register("figures returned", reported.returned_work)
    work.register("figures to accept", reported.accepting_work)
