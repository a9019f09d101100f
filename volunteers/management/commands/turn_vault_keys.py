from django.core.management.base import BaseCommand, CommandError

from volunteers.models import Volunteer
from volunteers.queries import keys
from volunteers.services import turning


class Command(BaseCommand):
    help = "Bring what the vault holds under its current keys. May be stopped and repeated, and run twice at once."

    def add_arguments(self, parser):
        parser.add_argument("--chunk", type=int, default=turning.CHUNK, help="rows in one transaction")
        parser.add_argument("--pause", type=float, default=0, help="seconds to rest after each of them")
        parser.add_argument("--count", action="store_true", help="change nothing, say how many are left")

    def handle(self, *, chunk, pause, count, **options):
        done = turning.Turned() if count else turning.turn_all(size=chunk, pause=pause, say=self.say(options))
        left = keys.count_left()
        turning.note_counts()
        self.stdout.write(f"{done.rows} rows turned; {left} left under old keys")
        if done.unreadable:
            raise CommandError(f"Their key is missing, or they are broken: {self.numbers(done.unreadable)}")
        if done.doubled:
            raise CommandError(f"Registered twice, see the possible duplicates: {self.numbers(done.doubled)}")

    def say(self, options):
        return (lambda rows: self.stdout.write(f"{rows} rows")) if options["verbosity"] > 1 else lambda rows: None

    def numbers(self, pks):
        shown = Volunteer.objects.filter(pk__in=pks[:20]).values_list("volunteer_no", flat=True)
        return ", ".join([*shown, *(["…"] if len(pks) > 20 else [])])
