import datetime as dt

import pghistory
import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from django.utils import timezone

from accounts.models import AuditDay, AuditEntry
from belts.models import Region, Unit
from core.history import HistoryEvent, because, by_the_system, event_models
from tests import factories

pytestmark = pytest.mark.django_db

OUR_APPS = ("core", "belts", "accounts", "venues", "volunteers", "activities", "indicators")
# Tables without history, each with the reason.
NOT_TRACKED = {
    "accounts_auditday": "is part of the audit",
    "accounts_auditentry": "is the audit",
    "accounts_notice": "many; says itself when it was owed, read, mailed and withdrawn; what it is about is tracked",
    "accounts_passwordrecord": "holds only hashes of passwords",
    "activities_comparison": "derived: which version of a record was compared",
    "activities_activitystep": "is the record's own history, and only grows",
    "belts_loadedrow": "what a data file said; the records that it changed are tracked",
    "core_importbatch": "a file on its way in; what it changes is tracked",
    "core_importrow": "a row on its way in; what it changes is tracked",
    "indicators_bulletinyear": "the last number given in a year; the bulletins that have them are tracked",
    "indicators_contribution": "derived: what a record adds to the figures",
    "indicators_delta": "derived, and is the history of the figures itself",
    "indicators_partysetmember": "derived: who takes part in records",
    "indicators_partysetplace": "derived: where records are credited",
    "indicators_placetally": "derived: counted from contributions",
    "indicators_settally": "derived: counted from contributions",
    "indicators_tallycheck": "says when figures were compared, and only grows",
    "indicators_tallystate": "how many changes were folded",
    "volunteers_delivery": "says what a platform sent, and only grows",
    "volunteers_disclosure": "is the log of who looked at what, and only grows",
    "volunteers_feedepoch": "each row is a beginning of the change feed, and is never changed",
    "volunteers_feedtrace": "what stood once in tracked rows, and only grows",
    "volunteers_likenessmark": "derived: up to where volunteers were compared",
    "volunteers_joining": "what somebody types before it is sent; forgotten within a day",
    "volunteers_mobileproof": "a code and its tries; forgotten within days, and who registered by it is tracked",
    "volunteers_platformnonce": "words used up by requests, forgotten after their window",
    "volunteers_setaside": "what a file said and the registry does not show; what it shows is tracked",
    "volunteers_smsmessage": "says itself when it was owed and sent; forgotten within days",
    "volunteers_transfer": "is the log of transfers, and only grows",
    "volunteers_webhookdelivery": "says itself when it was owed, tried, sent and given up",
    "venues_bookingstep": "is the booking's own history, and only grows",
    "venues_libraryday": "follows from movements, and says who declared a day",
    "venues_librarydelivery": "says who brought movements, and only grows",
    "venues_libraryflow": "derived: counted from movements",
    "venues_libraryhorizon": "one day, moved by the system alone",
    "venues_libraryitem": "derived: follows from movements",
    "venues_librarymovement": "is a line of history itself, millions a year, and names who brought it",
    "venues_librarystay": "derived: counted from custody",
}


def domain_tables():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OUR_APPS and not model._meta.proxy and not issubclass(model, HistoryEvent):
            yield model._meta.db_table


def tables_with_trigger(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s AND tgenabled = 'O'",
            [f"pgtrigger_{name}%"],
        )
        return {row[0] for row in cursor}


def test_every_domain_table_writes_history_by_triggers():
    wanted = set(domain_tables()) - set(NOT_TRACKED)
    assert not wanted - tables_with_trigger("insert"), "tables without a history trigger for inserts"
    assert not wanted - tables_with_trigger("delete"), "tables without a history trigger for deletes"
    assert not set(NOT_TRACKED) - set(domain_tables()), "exceptions for tables that do not exist"


def test_every_history_table_only_grows():
    tables = {model._meta.db_table for model in event_models()} | {"accounts_auditentry", "accounts_auditday"}
    assert not tables - tables_with_trigger("append_only")


def last_event(model, **lookup):
    return apps.get_model(f"{model._meta.label}HistoryEvent").objects.filter(**lookup).latest("pgh_id")


def test_an_event_says_who_when_in_which_request_and_why():
    with pghistory.context(user=5, request="abc"), because("boundary change"):
        region = factories.CountyFactory()
    event = last_event(Region, code=region.pk)
    assert event.pgh_label == "insert"
    assert event.pgh_context == {"user": 5, "request": "abc", "reason": "boundary change"}


def test_a_reason_holds_only_inside_its_block():
    with pghistory.context(user=5):
        region = factories.CountyFactory()
        with because("renamed"):
            Region.objects.filter(pk=region.pk).update(name="新名")
        Region.objects.filter(pk=region.pk).update(name="又一名")
    assert last_event(Region, code=region.pk).pgh_context.get("reason") is None


def test_bulk_writes_and_raw_sql_are_in_the_history():
    region = factories.CountyFactory()
    with by_the_system("a test"), connection.cursor() as cursor:
        cursor.execute("UPDATE belts_region SET name = 'raw' WHERE code = %s", [region.pk])
    assert last_event(Region, code=region.pk).name == "raw"
    assert last_event(Region, code=region.pk).pgh_context["by"] == "a test"


def test_what_a_task_changes_stands_under_its_name():
    from config.celery import app

    @app.task(name="tests.make_a_county", shared=False)
    def make_a_county():
        return factories.CountyFactory().pk

    code = make_a_county()
    assert last_event(Region, code=code).pgh_context["by"] == "tests.make_a_county"


def test_links_between_rows_have_a_history_of_their_own():
    unit, other = factories.UnitFactory(), factories.CountyFactory()
    unit.shared_with.add(other)
    unit.shared_with.clear()
    events = apps.get_model("belts.UnitSharedWithHistoryEvent").objects.filter(unit_id=unit.pk)
    assert list(events.order_by("pgh_id").values_list("pgh_label", "region_id")) == [
        ("insert", other.pk),
        ("delete", other.pk),
    ]
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("sql", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_young_history_is_neither_changed_nor_deleted(sql):
    factories.CountyFactory()
    with pytest.raises(InternalError, match="keeps its rows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("belts_regionhistoryevent"))


def test_history_older_than_six_months_may_be_deleted_but_not_changed():
    AuditEntry.objects.create(action="sign_in", at=timezone.now() - dt.timedelta(days=184))
    with pytest.raises(InternalError), transaction.atomic():
        AuditEntry.objects.update(reason="x")
    AuditEntry.objects.all().delete()
    assert not AuditEntry.objects.exists()


def test_a_sealed_day_takes_the_mark_of_its_purge_once_and_nothing_else():
    old = AuditDay.objects.create(day=timezone.localdate() - dt.timedelta(days=200), rows=1, digest="a" * 64)
    young = AuditDay.objects.create(day=timezone.localdate() - dt.timedelta(days=20), rows=1, digest="b" * 64)
    AuditDay.objects.filter(pk=old.pk).update(purged_at=timezone.now())
    for day, change in ((old, {"rows": 2}), (old, {"purged_at": None}), (young, {"purged_at": timezone.now()})):
        with pytest.raises(InternalError), transaction.atomic():
            AuditDay.objects.filter(pk=day.pk).update(**change)
