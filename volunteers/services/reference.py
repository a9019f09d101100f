"""What every installation starts with: platforms that are known, and texts that people are asked to agree to."""

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from belts.models import Region
from core.history import by_the_system
from volunteers.choices import ConsentPurpose
from volunteers.models import ConsentText, Platform

DATA = Path(__file__).resolve().parent.parent / "data"
TEXTS_SINCE = dt.date(2024, 6, 1)
LANGUAGES = ("hans", "hant", "en")


@transaction.atomic
def load_registry() -> int:
    """Make the platforms and texts that are missing; how many that were. What people changed since stays."""
    with by_the_system("load_registry"):
        return _platforms() + _texts()


def _platforms() -> int:
    made = 0
    with (DATA / "platforms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            province = Region.objects.get(pk=row["province"]) if row["province"] else None
            defaults = {
                "name": row["name"],
                "province": province,
                "rank": int(row["rank"]),
                "feed_scope": row["feed_scope"],
            }
            _platform, new = Platform.objects.get_or_create(code=row["code"], defaults=defaults)
            made += new
    return made


def _texts() -> int:
    """From ``data/consents/<purpose>.<version>.<language>.txt``."""
    made = 0
    for path in sorted((DATA / "consents").glob("*.hans.txt")):
        purpose, version, _language, _suffix = path.name.split(".")
        words = {
            f"text_{language}": path.with_name(f"{purpose}.{version}.{language}.txt").read_text("utf-8").strip()
            for language in LANGUAGES
        }
        _text, new = ConsentText.objects.get_or_create(
            purpose=ConsentPurpose(purpose), version=int(version), defaults={"since": TEXTS_SINCE, **words}
        )
        made += new
    return made
