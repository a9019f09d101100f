import csv
import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand

from belts.models import Belt, Region
from core.history import by_the_system
from meetings.models import Rotation
from meetings.services import generate_terms, set_rotation

FILE = Path(__file__).resolve().parents[2] / "data" / "rotations.csv"


class Command(BaseCommand):
    help = "Load the order of each belt that has none yet, and write the terms ten years ahead. Safe to repeat."

    def handle(self, **options):
        written = 0
        with by_the_system("load_rotations"), FILE.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                belt = Belt.objects.get(pk=row["belt"])
                if not Rotation.objects.filter(belt=belt).exists():
                    found = Region.objects.in_bulk(row["regions"].split())
                    set_rotation(
                        actor=None,
                        belt=belt,
                        first_day=dt.date.fromisoformat(row["first_day"]),
                        regions=[found[code] for code in row["regions"].split()],
                        source=row["source"],
                    )
                written += len(generate_terms(belt=belt))
        self.stdout.write(f"{Rotation.objects.count()} rotations; {written} terms written")
