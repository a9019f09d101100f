"""Libraries and transactions for tests, and the recount in plain Python that all figures are compared with."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests import factories
from venues.models import Library, LibraryDay, LibraryFlow, LibraryItem, LibraryMovement, LibraryStay
from venues.services.movements import Movement, open_delivery, take_movements

HERE = ZoneInfo("Asia/Shanghai")
READER = "ab" * 32


class LibraryFactory(DjangoModelFactory):
    class Meta:
        model = Library

    code = factory.Sequence("LIB-{:03d}".format)
    name = factory.Sequence("图书馆 {}".format)
    region = factory.SubFactory(factories.CountyFactory)
    since = dt.date(2021, 6, 1)
    source = "test"


def three_libraries():
    """荣昌 and 合川 in Chongqing, 隆昌 in Sichuan."""
    chongqing = [
        LibraryFactory(code="RC", name="荣昌区图书馆", region=factories.CountyFactory(code="500153", name="荣昌区")),
        LibraryFactory(code="HC", name="合川区图书馆", region=factories.CountyFactory(code="500117", name="合川区")),
    ]
    longchang = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    return [*chongqing, LibraryFactory(code="LC", name="隆昌市图书馆", region=longchang)]


def moment(day, clock="10:00"):
    """“2025-03-01”, “09:30” → the moment here, as a transaction has it."""
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HERE).isoformat()


def borrowed(library, number, at, item="B1", *, owner=None, home=None, reader=READER):
    return Movement(library.pk, number, "borrowed", at, (owner or library).pk, item, (home or library).pk, reader)


def returned(library, number, at, item="B1", *, owner=None):
    return Movement(library.pk, number, "returned", at, (owner or library).pk, item, None, None)


def transferred(library, receiver, number, at, item="B1", *, owner=None):
    return Movement(library.pk, number, "transferred", at, (owner or library).pk, item, receiver.pk, None)


def take(*movements, actor=None):
    actor = actor or factories.UserFactory()
    return take_movements(actor=actor, delivery=open_delivery(actor=actor), movements=movements)


# --- the recount ---


def recount(movements):
    """What the tables must say, from the transactions alone."""
    asides, others, items, flows, days = {}, {}, {}, Counter(), Counter()
    chains = {}
    for movement in movements:
        chains.setdefault((movement.owner, movement.item), []).append(movement)
    for (owner, item), chain in chains.items():
        holder, on_loan = owner, False
        for movement in sorted(chain, key=_order):
            aside, other = _impossible(movement, holder, on_loan), movement.other
            if not aside:
                other = holder if movement.kind == "returned" else movement.other
                on_loan = movement.kind == "borrowed"
                holder = {"returned": movement.library, "transferred": movement.other}.get(movement.kind, holder)
            key = (movement.library, movement.number)
            asides[key], others[key] = aside, other
            day = dt.datetime.fromisoformat(movement.at).astimezone(HERE).date()
            days[movement.library, day, "aside" if aside else movement.kind] += 1
            if not aside:
                pair = (other, movement.library)
                pair = pair[::-1] if movement.kind == "transferred" else pair
                flows[day.replace(day=1), movement.kind, *pair] += 1
        if on_loan or holder != owner:
            items[owner, item] = (holder, on_loan)
    stays = Counter((owner, *state) for (owner, _item), state in items.items())
    return {"asides": asides, "others": others, "items": items, "flows": flows, "days": days, "stays": stays}


def _order(movement):
    at = dt.datetime.fromisoformat(movement.at)
    return at, movement.library, len(movement.number), movement.number


def _impossible(movement, holder, on_loan):
    if movement.kind == "borrowed" and on_loan:
        return "borrowed_twice"
    if movement.kind == "returned":
        return "" if on_loan else "returned_before_borrowed"
    if movement.kind == "transferred" and on_loan:
        return "moved_on_loan"
    return "held_elsewhere" if holder != movement.library else ""


def kept():
    """What the tables do say, in the form of ``recount``."""
    rows = list(LibraryMovement.objects.all())
    days = Counter()
    for row in LibraryDay.objects.all():
        for kind in ("borrowed", "returned", "transferred", "aside"):
            days[row.library_id, row.day, kind] += getattr(row, kind)
    flows = LibraryFlow.objects.values_list("month", "kind", "source", "target", "number")
    stays = LibraryStay.objects.values_list("owner", "holder", "on_loan", "number")
    items = LibraryItem.objects.values_list("owner", "item", "holder", "on_loan", "base_holder")
    return {
        "asides": {(row.library_id, row.number): row.aside for row in rows},
        "others": {(row.library_id, row.number): row.other_id for row in rows},
        "items": {
            (owner, item): (holder, on_loan)
            for owner, item, holder, on_loan, _base in items
            if on_loan or holder != owner
        },
        "flows": Counter({tuple(row): number for *row, number in flows if number}),
        "days": +days,
        "stays": Counter({tuple(row): number for *row, number in stays if number}),
    }
