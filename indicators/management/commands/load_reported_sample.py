from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.history import by_the_system
from indicators.services.reported.sample import load_reported_sample


class Command(BaseCommand):
    help = "Report invented figures for the counties with sample people. A second run adds none."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented samples are not for production.")
        try:
            with by_the_system("load_reported_sample"):
                made = load_reported_sample()
        except ValidationError as error:
            raise CommandError(f"The sample was not loaded. {' '.join(error.messages)}") from error
        self.stdout.write(f"sample figures of counties: {made} new")
