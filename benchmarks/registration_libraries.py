"""The same registrations by django-import-export, from a CSV file to rows.

The library is among the development requirements alone. It finds and writes one model a row; what else a registration
is (the volunteer, who it is, what was agreed to) is written in its hooks, as its manual advises. Its comparison of
each row with what stood there before, for people to look at, is off.
"""

import csv
import io
import sys
import time
from collections.abc import Iterable
from typing import Any

from benchmarks.registration_copies import objects_of
from core.imports.copying import new_ids
from volunteers.exchange.preparing import prepare
from volunteers.importing.rows import row_of
from volunteers.importing.words import Vocabulary
from volunteers.models import Platform, PlatformAccount, Volunteer
from volunteers.services.deliveries import frame_now

TAKEN = ("platform", "volunteer_id", "source_version", "content", "registered_on")


def imported(lines: Iterable[list[Any]], platform: Platform) -> list[float]:
    """Seconds, as a list of one; empty, and said aloud, where the library is not installed."""
    try:
        import tablib
    except ImportError:
        sys.stderr.write("NOT MEASURED: django-import-export is not installed (requirements-dev.lock has it).\n")
        return []
    file = io.StringIO(newline="")
    csv.writer(file).writerows(lines)
    begin = time.perf_counter()
    table = tablib.Dataset().load(file.getvalue(), format="csv")
    result = _resource(platform).import_data(table, raise_errors=True)
    if result.totals["new"] != len(table):
        raise RuntimeError(str(result.totals))
    return [time.perf_counter() - begin]


def _resource(platform: Platform) -> Any:
    from import_export.resources import ModelResource

    words, frame = Vocabulary(), frame_now()

    class Registrations(ModelResource):
        class Meta:
            model = PlatformAccount
            fields = ("external_id",)
            import_id_fields = ("external_id",)
            skip_diff = True
            use_transactions = True

        def get_queryset(self):
            return PlatformAccount.objects.filter(platform=platform)  # else no index finds the account

        def before_save_instance(self, instance, row, **_more):
            good, _bad = prepare([(1, row_of(row, words, version=1, yes_or_no=""))], frame)
            (pk,) = new_ids(Volunteer, 1)
            volunteer, identity, account, self.consents = objects_of(good[0], pk, platform)
            volunteer.save(force_insert=True)
            identity.save(force_insert=True)
            for name in TAKEN:
                setattr(instance, name, getattr(account, name))

        def after_save_instance(self, instance, row, **_more):
            for consent in self.consents:
                consent.save(force_insert=True)

    return Registrations()
