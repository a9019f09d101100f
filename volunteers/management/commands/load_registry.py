from django.core.management.base import BaseCommand

from volunteers.services.feed import ensure_feed_epoch
from volunteers.services.reference import load_registry


class Command(BaseCommand):
    help = "Make the platforms and the texts of consent that are missing."

    def handle(self, **options):
        ensure_feed_epoch()
        self.stdout.write(f"{load_registry()} platforms and texts added")
