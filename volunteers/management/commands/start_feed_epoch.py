from django.core.management.base import BaseCommand

from core.history import by_the_system
from volunteers.services.feed import start_feed_epoch


class Command(BaseCommand):
    help = "Begin the change feed anew: every platform's cursor is refused, and it starts from the beginning."

    def add_arguments(self, parser):
        parser.add_argument("--reason", required=True, help="kept with the new beginning")

    def handle(self, *, reason, **options):
        with by_the_system("start_feed_epoch"):
            epoch = start_feed_epoch(reason=reason)
        self.stdout.write(f"the feed begins anew as {epoch.mark}")
