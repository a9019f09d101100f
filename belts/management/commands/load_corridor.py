from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from belts.services import corridor
from core.history import by_the_system


class Command(BaseCommand):
    help = "Load regions, belts, seats, border pairs and standing units. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=corridor.DATA, help="other data files")

    def handle(self, *, folder, verbosity, **options):
        try:
            with by_the_system("load_corridor"):
                report = corridor.load_corridor(folder=folder)
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Nothing was loaded. A data file could not be read: {error}") from error
        for line in report.lines:
            if verbosity > 1 or not line.startswith("added:"):
                self.stdout.write(line)
        self.stdout.write(
            f"{report.rows} rows: {report.added} added, {report.changed} changed, "
            f"{report.kept} kept as changed in the portal, {report.missing} missing in the files"
        )
