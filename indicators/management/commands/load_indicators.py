from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.history import by_the_system
from indicators.services.reported.reference import load_indicators


class Command(BaseCommand):
    help = "Load the dictionary of reported indicators and the published figures. A second run changes nothing."

    def handle(self, *, verbosity, **options):
        try:
            with by_the_system("load_indicators"):
                report = load_indicators()
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)}") from error
        for line in report.lines:
            if verbosity > 1 or not line.startswith("added:"):
                self.stdout.write(line)
        self.stdout.write(
            f"{report.rows} rows: {report.added} added, {report.changed} changed, "
            f"{report.kept} kept as changed in the portal, {report.missing} missing in the files"
        )
