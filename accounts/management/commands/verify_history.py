import datetime as dt

from django.core.management.base import BaseCommand, CommandError

from accounts.models import AuditDay
from accounts.services import seals


class Command(BaseCommand):
    help = "Look for rows of the history that were changed, deleted or inserted since their day was sealed."

    def add_arguments(self, parser):
        parser.add_argument("--since", type=dt.date.fromisoformat, help="compare only the rows from this day on")
        parser.add_argument(
            "--known", metavar="DAY=DIGEST", help="a seal that somebody kept elsewhere; the chain must hold it"
        )

    def handle(self, *, since, known, **options):
        findings = [str(finding) for finding in seals.verify_history(since=since)]
        if self.unknown(known):
            findings.append(f"{known}: not in the chain")
        for finding in findings:
            self.stderr.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} differences: the history is not as it was sealed.")
        last = AuditDay.objects.order_by("-day").first()
        state = f"{last.day}={last.digest}" if last else "no day is over yet"
        self.stdout.write(f"{AuditDay.objects.count()} sealed days, all as they were. Last seal: {state}")

    def unknown(self, known):
        if not known:
            return False
        day, _equals, digest = known.partition("=")
        try:
            return not AuditDay.objects.filter(day=dt.date.fromisoformat(day), digest=digest).exists()
        except ValueError as error:
            raise CommandError("--known looks like 2026-11-22=3f…, as this command prints it.") from error
