"""Two platforms, a few regions, rows as platforms send them, and the registry as a value that can be compared."""

import datetime as dt

from django.db import transaction

from tests import factories
from tests.volunteers.factories import PlatformFactory, mobile_number
from volunteers import vault
from volunteers.documents import check_character
from volunteers.exchange.preparing import prepare
from volunteers.models import Consent, PlatformAccount, Volunteer
from volunteers.services.deliveries import deliver, frame_now, settle

GIVEN = "2025-03-01T09:00:00+08:00"


def resident_number(serial, birth_date=dt.date(1990, 1, 1)):
    """A number nobody has: no region begins with 0, and no sequence is 000; ``serial`` below 100,000."""
    digits = f"{serial:06d}{birth_date:%Y%m%d}000"
    return digits + check_character(digits)


def two_platforms():
    """文明进步 of Chongqing is believed before 文明兴蓉 of Sichuan."""
    factories.CountyFactory(code="500153", name="荣昌区")
    factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    return (
        PlatformFactory(code="wenming-jinbu", name="文明进步", rank=10, province=factories.chongqing()),
        PlatformFactory(code="wenming-xingrong", name="文明兴蓉", rank=20, province=factories.sichuan()),
    )


def row_of(serial=1, *, version=1, birth_date=dt.date(1990, 1, 1), **changes):
    """A row that is right in every field; ``serial`` makes the person."""
    return {
        "external_id": f"a{serial}",
        "version": version,
        "name": "张小桥",
        "document_kind": "resident_id",
        "document": resident_number(serial, birth_date),
        "mobile": mobile_number(serial),
        "home": "500153",
        "registered_on": "2025-03-01",
        "skills": ["medicine", "care"],
        "times": ["weekends"],
        "dialects": [],
        "consents": {"keep": agreed(), "share": agreed()},
    } | changes


def agreed(given=GIVEN, version="2025-1", **more):
    return {"given_at": given, "version": version} | more


def guardian_of(serial=900, **changes):
    return {
        "name": "张大桥",
        "document": resident_number(serial, dt.date(1980, 1, 1)),
        "mobile": mobile_number(serial),
        "relation": "parent",
    } | changes


def said(outcome):
    """[(verdict, code), …]"""
    return [(answer.verdict, answer.code) for answer in outcome.answers]


def sent(actor, platform, *rows):
    _delivery, outcome = deliver(actor=actor, platform=platform, rows=rows)
    return said(outcome)


def filed(actor, portal, counties, *rows):
    """As a file under the portal that the staff of these counties bring, or an office where there are none."""
    good, bad = prepare(enumerate(rows, start=1), frame_now(fifteen_digits=True))
    with transaction.atomic():
        return said(settle(actor=actor, platform=portal, good=good, bad=bad, counties=counties))


def registry():
    """Everything of it that must not depend on the order of deliveries, each person by the document."""
    people = {}
    for volunteer in Volunteer.objects.filter(state="active").select_related("identity", "registered_through"):
        accounts = PlatformAccount.objects.filter(volunteer=volunteer).order_by("platform__code", "external_id")
        people[vault.unseal("document", volunteer.identity.document)] = {
            "home": (volunteer.home_id, volunteer.stated_home),
            "registered": (volunteer.registered_on, volunteer.registered_through.code),
            "words": (volunteer.skills, volunteer.times, volunteer.dialects),
            "name": (volunteer.identity.name, volunteer.identity.name_keys, volunteer.birth_year),
            "mobile": vault.unseal("mobile", volunteer.identity.mobile),
            "accounts": [
                (each.platform.code, each.external_id, each.source_version, bytes(each.content), bool(each.closed_at))
                for each in accounts
            ],
            "consents": sorted(
                (each.purpose, each.platform.code, each.platform_version, each.given_at)
                for each in Consent.objects.filter(volunteer=volunteer, withdrawn_at=None)
            ),
        }
    return people
