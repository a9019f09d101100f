"""Old days are closed: their movements go, what was counted of them and where each item was stays."""

import datetime as dt

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from core.locks import work_alone
from core.models import ImportBatch
from venues.models import LibraryHorizon, LibraryMovement
from venues.services import library_statements as sql

KEEP_FILES = dt.timedelta(days=30)


def last_day_to_close(today):
    """PORTAL_LIBRARY_MONTHS whole months stay open beside the present one."""
    months = today.year * 12 + today.month - 1 - settings.LIBRARY_MONTHS
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def close_old_days(*, today=None):
    """Close what is due, a day a transaction; running it twice, or twice at once, closes each day once."""
    last = last_day_to_close(today or timezone.localdate())
    while (day := _oldest_open_day(last)) is not None:
        close_day(day=day)


def _oldest_open_day(last):
    oldest = LibraryMovement.objects.aggregate(at=Min("at"))["at"]
    oldest = timezone.localtime(oldest).date() if oldest else None
    return oldest if oldest and oldest <= last else None


@transaction.atomic
def close_day(*, day):
    """Close ``day`` and all before it. What was kept aside of them can count no more, and goes too."""
    work_alone("library movements")
    horizon = LibraryHorizon.objects.first() or LibraryHorizon(pk=1, open_since=day)
    horizon.open_since = max(horizon.open_since, day + dt.timedelta(days=1))
    horizon.save()
    until = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    with connection.cursor() as cursor:
        cursor.execute(sql.CLOSE, {"until": until})
        cursor.execute(sql.FORGET, {"until": until})


def forget_day_files(*, now=None):
    """A file that was applied a while ago, and the rows read of it: each of its transactions is a movement."""
    done = (now or timezone.now()) - KEEP_FILES
    old = ImportBatch.objects.filter(kind="lending", state=ImportBatch.State.DONE, done_at__lt=done)
    for batch in old.exclude(file=""):
        with transaction.atomic():
            batch.rows.all().delete()
            name, batch.file = batch.file.name, ""
            batch.save(update_fields=["file"])
        default_storage.delete(name)
