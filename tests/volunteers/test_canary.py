"""A known number and mobile are registered, all walks are taken, and then nothing of them is found anywhere."""

import datetime as dt
import logging
from itertools import chain
from pathlib import Path

import pytest
import structlog
from celery.signals import before_task_publish
from django.conf import settings as project
from django.core.cache import cache

from accounts.models import Role
from tests import factories
from tests.volunteers import canary
from tests.volunteers.factories import GuardianFactory, IdentityFactory, VolunteerFactory
from volunteers.models import Disclosure, Identity


def make_trail(patch):
    home = factories.CountyFactory(code="500153", name="荣昌区")
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south", name="川南渝西"), region=home)
    volunteer = VolunteerFactory(home=home, birth_year=2012, identity=False)
    IdentityFactory(
        volunteer=volunteer,
        birth_date=dt.date(2012, 5, 17),
        document_number=canary.DOCUMENT,
        mobile_number=canary.MOBILE,
    )
    GuardianFactory(volunteer=volunteer, document_number=canary.GUARDIAN_DOCUMENT, mobile_number=canary.GUARDIAN_MOBILE)
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    people = {
        "reviewer": factories.reviewer(home),
        "logger": factories.logger(home),
        "stranger": factories.reviewer(neighbour),
        "office": factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()),
        "auditor": factories.person(Role.AUDITOR),
        "security": factories.person(Role.SECURITY_ADMINISTRATOR),
        "volunteer": factories.person(Role.VOLUNTEER),
        "anonymous": None,
    }
    return canary.Trail(volunteer=volunteer, people=people, patch=patch)


@pytest.fixture
def log_book():
    book, root = canary.LogBook(), logging.getLogger()
    level = root.level
    root.addHandler(book)
    root.setLevel(logging.DEBUG)
    logging.getLogger("factory").setLevel(logging.WARNING)  # our tests' own
    yield book
    root.setLevel(level)
    root.removeHandler(book)


@pytest.fixture
def payloads():
    """What is handed to the queue, also where a worker takes it before we look."""
    found = []

    def note(body=None, headers=None, **_):
        found.append(("a task's payload", repr((body, headers)).encode()))

    before_task_publish.connect(note, weak=False)
    yield found
    before_task_publish.disconnect(note)


def everything(trail, log_book, payloads, media):
    return chain(
        trail.kept,
        payloads,
        log_book.places(),
        canary.database(),
        canary.queue_and_cache(),
        canary.files(Path(media), Path(project.VAR_DIR) / "log"),
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_found_anywhere(log_book, payloads, settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.REVEALS_AN_HOUR = 1000
    with monkeypatch.context() as patch:
        trail = make_trail(patch)
        for walk in canary.all_walks():
            walk(trail)
    assert Disclosure.objects.count() >= 8
    assert Identity.objects.filter(pk=trail.volunteer.pk).exists()
    found = canary.leaks(everything(trail, log_book, payloads, settings.MEDIA_ROOT))
    assert not found, "\n".join(found)


def plant_in_a_table():
    from accounts.services.audit import record_act

    record_act(actor=None, action="export", target=canary.MOBILE)


@pytest.mark.django_db
def test_the_search_finds_what_is_there(log_book, payloads, settings, monkeypatch):
    """One leak of each kind, so that finding none means that there is none."""
    trail = make_trail(monkeypatch)
    plant_in_a_table()
    Identity.objects.filter(pk=trail.volunteer.pk).update(document=canary.DOCUMENT.encode())
    cache.set("planted", {"mobile": canary.GUARDIAN_MOBILE})
    structlog.get_logger("portal.test").error("no such person", number=canary.OTHER_DOCUMENT)
    logging.getLogger("django.request").warning("no answer to %s", canary.OTHER_MOBILE)
    Path(settings.MEDIA_ROOT).mkdir(parents=True)
    (Path(settings.MEDIA_ROOT) / "list.csv").write_text(canary.GUARDIAN_DOCUMENT)
    before_task_publish.send(sender="planted", body=([canary.MOBILE], {}), headers={})
    trail.keep("a page", canary.DOCUMENT.encode())
    found = "\n".join(canary.leaks(everything(trail, log_book, payloads, settings.MEDIA_ROOT)))
    for place in (
        f"table accounts_auditentry: plain of {canary.MOBILE}",
        f"table volunteers_identity: hexadecimal of {canary.DOCUMENT}",
        f"plain of {canary.GUARDIAN_MOBILE}",
        f"plain of {canary.OTHER_DOCUMENT}",
        f"plain of {canary.OTHER_MOBILE}",
        f"list.csv: plain of {canary.GUARDIAN_DOCUMENT}",
        f"a task's payload: plain of {canary.MOBILE}",
        f"a page: plain of {canary.DOCUMENT}",
    ):
        assert place in found
    cache.delete("planted")
    Identity.objects.filter(pk=trail.volunteer.pk).delete()
