import datetime as dt

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import seals
from core.history import by_the_system


class Command(BaseCommand):
    help = "Delete history that is older than it has to be kept. The seals of its days stay."

    def add_arguments(self, parser):
        parser.add_argument("--before", type=dt.date.fromisoformat, required=True, metavar="YYYY-MM-DD")

    def handle(self, *, before, **options):
        try:
            with by_the_system("purge_history"):
                rows = seals.purge_history(actor=None, before=before)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{rows} rows deleted, dated before {before}")
