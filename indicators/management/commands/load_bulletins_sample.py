from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.history import by_the_system
from indicators.services.bulletin_sample import load_bulletins


class Command(BaseCommand):
    help = "Give the demo bulletins: issued ones of past years, drafts of late. A second run changes nothing."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Nobody approved these bulletins: they are not for production.")
        with by_the_system("load_bulletins_sample"):
            done = load_bulletins()
        self.stdout.write(f"{done} bulletins drawn up")
