from django.core.management.base import BaseCommand

from core.history import by_the_system
from meetings.importing import load_real_meetings


class Command(BaseCommand):
    help = "Import the meetings that reports tell of (meetings/data/), with their bodies. Safe to repeat."

    def handle(self, **options):
        with by_the_system("load_meetings"):
            loaded = load_real_meetings()
        self.stdout.write(f"{loaded.bodies} bodies, {loaded.members} members, {loaded.meetings} meetings added")
