from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from activities.importing import loading


class Command(BaseCommand):
    help = (
        "Import the real records (activities/data/real_activities.csv) as the corridor office, have the provincial "
        "offices verify them, and log a few invented samples. A second run changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--without-samples", action="store_true", help="only the real records")

    def handle(self, *, without_samples, **options):
        if settings.PRODUCTION:
            raise CommandError("The offices of the demo verify these records: they are not for production.")
        try:
            report = loading.load_real_activities()
            report.samples = 0 if without_samples else loading.load_samples()
        except ValidationError as error:
            raise CommandError(f"Not everything was loaded. {' '.join(error.messages)}") from error
        for line in self.lines(report):
            self.stdout.write(line)

    def lines(self, report):
        if report.batch is None:
            yield f"real records: nothing new; {report.samples} samples logged"
            return
        yield f"real records: {said(report.totals)}"
        yield f"warnings: {said(report.warnings)}"
        yield f"applied: {report.applied}; refused: {len(report.refused)}"
        yield from (f"refused row {line}" for line in report.refused)
        yield f"verified by the provincial offices: {said(report.verified)}; not verified: {said(report.left)}"
        yield f"{report.samples} samples logged"


def said(counts):
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"
