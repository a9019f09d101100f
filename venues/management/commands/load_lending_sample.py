from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from venues.lending.loading import load_sample


class Command(BaseCommand):
    help = "Bring in a small day file of three invented libraries, marked 【样例】. A second run changes nothing."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("These libraries are invented: they are not for production.")
        try:
            taken = load_sample()
        except ValidationError as error:
            raise CommandError(f"The sample was not loaded. {' '.join(error.messages)}") from error
        self.stdout.write(f"lending samples: {taken} transactions")
