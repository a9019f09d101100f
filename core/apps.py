from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        navigation.register(_("Today"), "home", "/", 10)
