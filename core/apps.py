from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, work


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core.imports.queries import work_for

        work.register("imports", work_for)
        navigation.register(_("Today"), "home", "/", 10)
