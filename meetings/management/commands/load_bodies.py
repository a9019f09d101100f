import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.history import by_the_system
from meetings.models import Body, ColourPolicy
from meetings.periods import period_of
from meetings.services.bodies import add_body, set_colour_policy

FILE = Path(__file__).resolve().parents[2] / "data" / "bodies.csv"
POLICY_SOURCE = "†示例：督办“蓝黄红”三色的天数未公布，由走廊办公室核定后更改"


class Command(BaseCommand):
    help = "Load the bodies that are not there yet, and the general policy of colours. Safe to repeat."

    def handle(self, **options):
        with by_the_system("load_bodies"), FILE.open(encoding="utf-8", newline="") as lines:
            added = sum(self._add(row) for row in csv.DictReader(lines))
            if not ColourPolicy.objects.filter(body=None).exists():
                set_colour_policy(actor=None, source=POLICY_SOURCE)
        self.stdout.write(f"{Body.objects.count()} bodies; {added} added")

    def _add(self, row):
        if Body.objects.filter(pk=row["code"]).exists():
            return False
        if settings.PRODUCTION:  # what was held before the portal was is no meeting that it missed
            row["since"] = period_of(row["cadence"], timezone.localdate()).first
        keys = {"belt_id": row.pop("belt"), "above_id": row.pop("above"), "first_host_id": row.pop("first_host")}
        add_body(actor=None, **row, **{name: code or None for name, code in keys.items()})
        return True
