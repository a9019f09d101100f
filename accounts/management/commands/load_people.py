from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import sample
from core.history import by_the_system


class Command(BaseCommand):
    help = "Make the sample people of the demo. A second run changes nothing; production refuses."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Sample people have a password that everybody knows: they are not for production.")
        try:
            with by_the_system("load_people"):
                made = sample.load_people()
                new_token = sample.keep_sample_token(file=sample.token_file())
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)} Run load_corridor first.") from error
        self.stdout.write(f"{made} sample people made" + (f"; API token in {sample.token_file()}" if new_token else ""))
