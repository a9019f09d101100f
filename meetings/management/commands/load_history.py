from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.history import by_the_system
from meetings.services.sample import load_history


class Command(BaseCommand):
    help = "Give the demo two years of meetings. A second run changes nothing; production refuses."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("These meetings never were: they are not for production.")
        with by_the_system("load_history"):
            done = load_history()
        self.stdout.write(f"{done} meetings given a past or a plan")
