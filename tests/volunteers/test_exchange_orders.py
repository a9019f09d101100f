"""In whatever order, however often and from how many sides at once deliveries come: the registry is the same."""

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.volunteers.exchange_world import agreed, registry, row_of, sent, two_platforms
from tests.volunteers.factories import mobile_number
from volunteers.models import Delivery, Identity, PlatformAccount, Volunteer
from volunteers.services.deliveries import deliver

DAYS = ("2025-03-01T00:00:00+08:00", "2025-04-01T00:00:00+08:00", "2025-05-01T00:00:00+08:00")


PHASES = (Phase.explicit, Phase.generate)  # each example is two registries: shrinking takes many minutes


@st.composite
def deliveries(draw):
    """(platform, row) of three people on two platforms, each account in up to three versions."""
    made = []
    for platform in (0, 1):
        for serial in (1, 2, 3):
            for version in range(1, draw(st.integers(0, 3)) + 1):
                share = draw(st.sampled_from([None, *DAYS]))
                withdrawn = draw(st.sampled_from([None, *DAYS])) if share else None
                consents = {"keep": agreed(DAYS[0])}
                if share:
                    more = {"withdrawn_at": withdrawn} if withdrawn and withdrawn >= share else {}
                    consents["share"] = agreed(share, f"{platform}-{version}", **more)
                made.append((platform, row_of(
                    serial, external_id=f"p{platform}-{draw(st.integers(0, 1))}-{serial}", version=version,
                    home=draw(st.sampled_from(["500153", "511083", "500118"])),
                    mobile=mobile_number(draw(st.integers(1, 5))),
                    skills=draw(st.sampled_from([[], ["law"], ["care"]])),
                    registered_on=draw(st.sampled_from(["2024-01-01", "2025-03-01"])), closed=draw(st.booleans()),
                    consents=consents,
                )))  # fmt: skip
    return made


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=PHASES)
@given(made=deliveries(), data=st.data())
def test_the_registry_does_not_depend_on_the_order(made, data):
    """Once in versions' order one by one, then shuffled, in batches of any size, some of them twice."""
    results = []
    shuffled = data.draw(st.permutations(made))
    size = data.draw(st.integers(1, 6))
    for order, step in ((made, 1), (shuffled + shuffled[:3], size)):
        with transaction.atomic():
            platforms, actor = two_platforms(), factories.UserFactory()
            for at in range(0, len(order), step):
                for number, platform in enumerate(platforms):
                    rows = [row for whose, row in order[at : at + step] if whose == number]
                    sent(actor, platform, *rows)
            results.append(registry())
            transaction.set_rollback(True)
    first, second = results
    assert first.keys() == second.keys()
    for document, person in first.items():
        assert {
            key: (said, second[document][key]) for key, said in person.items() if said != second[document][key]
        } == {}


def at_once(*works):
    faults = []

    def guarded(work):
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_platforms_send_the_same_people_at_once():
    """Each person once, with both accounts, whoever was faster."""
    (jinbu, xingrong), actor = two_platforms(), factories.UserFactory()
    people = [row_of(serial) for serial in range(400)]

    def send(platform, order):
        for at in range(0, len(order), 100):
            deliver(actor=actor, platform=platform, rows=order[at : at + 100])

    at_once(
        lambda: send(jinbu, people),
        lambda: send(xingrong, people[::-1]),
        lambda: send(jinbu, people[200:]),
        lambda: send(xingrong, people[:200]),
    )
    assert Volunteer.objects.count() == Identity.objects.count() == 400
    assert Volunteer.objects.values("volunteer_no").distinct().count() == 400
    assert PlatformAccount.objects.filter(platform=jinbu).count() == 400
    assert PlatformAccount.objects.filter(platform=xingrong).count() == 400
    totals = [delivery.totals for delivery in Delivery.objects.all()]
    assert sum(each.get("created", 0) for each in totals) == 400
    assert sum(each.get("linked", 0) for each in totals) == 400


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_people_who_are_erased_while_they_are_delivered():
    (jinbu, _xingrong), actor = two_platforms(), factories.UserFactory()
    people = [row_of(serial) for serial in range(200)]
    sent(actor, jinbu, *people)

    def erase():
        for volunteer in Volunteer.objects.order_by("-pk"):
            with transaction.atomic():
                held = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
                Identity.objects.filter(pk=held.pk).delete()
                held.state, held.ended_on = "erased", "2026-01-01"
                held.save()

    fresh = [row | {"version": 2, "skills": ["law"]} for row in people]
    at_once(erase, lambda: deliver(actor=actor, platform=jinbu, rows=fresh))
    erased = Volunteer.objects.filter(state="erased")
    assert erased.count() == 200
    assert not Identity.objects.filter(volunteer__in=erased).exists()
    assert not PlatformAccount.objects.exclude(volunteer__in=erased).exists(), "none of them agreed anew"
