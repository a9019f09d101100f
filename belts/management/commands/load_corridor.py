from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from belts.services import corridor
from core.history import by_the_system


class Command(BaseCommand):
    help = "Load regions, belts, seats, border pairs and standing units. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=corridor.DATA, help="other data files")
        parser.add_argument("--quiet-rows", action="store_true", help="say the totals only")

    def handle(self, *, folder, quiet_rows, **options):
        try:
            with by_the_system("load_corridor"):
                report = corridor.load_corridor(folder=folder)
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Nothing was loaded. A data file could not be read: {error}") from error
        if not quiet_rows:
            self.stdout.write("\n".join(report.lines) + "\n" if report.lines else "", ending="")
        self.stdout.write(
            f"{report.rows} rows: {report.added} added, {report.changed} changed, "
            f"{report.kept} kept as changed in the portal, {report.missing} missing in the files"
        )
