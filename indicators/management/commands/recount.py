from django.core.management.base import BaseCommand, CommandError

from indicators.services.tallies import recount_tallies


class Command(BaseCommand):
    help = (
        "Compare all that figures are read from with the records. Ends with 1 where something differs; mends nothing."
    )

    def handle(self, *args, **options):
        check = recount_tallies()
        for difference in check.differences:
            self.stdout.write(f"{difference['of']}: {difference['line']}")
        self.stdout.write(f"{check.compared:,} lines compared in {check.seconds:.1f} s")
        if check.differences:
            raise CommandError(f"{len(check.differences)} lines differ.")
