from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from volunteers.services.sample import load_volunteers_sample


class Command(BaseCommand):
    help = "Register some two thousand invented volunteers over the corridor's counties. A second run adds none."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Invented samples are not for production.")
        try:
            made = load_volunteers_sample()
        except ValidationError as error:
            raise CommandError(f"The sample was not loaded. {' '.join(error.messages)}") from error
        self.stdout.write(f"sample volunteers: {made} new")
