from django.apps import AppConfig


class BeltsConfig(AppConfig):
    name = "belts"
