from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from venues.importing import loading


class Command(BaseCommand):
    help = (
        "Import the real venues (venues/data/real_venues.csv) as the corridor office, and enter a few invented samples "
        "to try bookings with. A second run changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--without-samples", action="store_true", help="only the real venues")

    def handle(self, *, without_samples, **options):
        if settings.PRODUCTION and not without_samples:
            raise CommandError("Invented samples are not for production: say --without-samples.")
        try:
            report = loading.load_real_venues()
            report.samples = 0 if without_samples else loading.load_samples()
        except ValidationError as error:
            raise CommandError(f"Not everything was loaded. {' '.join(error.messages)}") from error
        for line in self.lines(report):
            self.stdout.write(line)

    def lines(self, report):
        if report.batch is None:
            yield f"real venues: nothing new; {report.samples} samples entered"
            return
        yield f"real venues: {said(report.totals)}"
        yield f"said at the rows: {said(report.problems)}"
        yield f"applied: {report.applied}; refused: {len(report.refused)}"
        yield from (f"refused row {line}" for line in report.refused)
        yield f"{report.samples} samples entered"


def said(counts):
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"
