from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from venues.services.sample import load_bookings


class Command(BaseCommand):
    help = "Ask for the sample venues as the sample people: requests, agreed and approved ones. A second run adds none."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented samples are not for production.")
        self.stdout.write(f"sample bookings: {load_bookings()} new")
