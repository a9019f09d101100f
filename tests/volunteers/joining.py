"""People who register: what they type, and the codes they read from their messages."""

import datetime as dt

from tests.volunteers.factories import ConsentTextFactory, mobile_number, portal, resident_number
from volunteers.choices import ConsentPurpose
from volunteers.models import MobileProof, ProofPurpose
from volunteers.services import proofs
from volunteers.services.codes import code_of
from volunteers.services.details import read_guardian, read_person
from volunteers.services.registering import register_person

MOBILE, OTHER_MOBILE = mobile_number(1), mobile_number(2)
ALL = [ConsentPurpose.KEEP, ConsentPurpose.SHARE, ConsentPurpose.PUBLISH]


def texts():
    portal()
    return [ConsentTextFactory(purpose=purpose) for purpose in ConsentPurpose.values]


def born(years):
    """The birth date of somebody who is so old, and some days."""
    today = dt.date.today()  # noqa: DTZ011
    return dt.date(today.year - years, today.month, 1)


def said(home, *, serial=7, age=30, **changes):
    number = resident_number(serial, born(age))
    values = {"name": "样例甲", "document_kind": "resident_id", "document": number, "birth_date": None, "home": home}
    return read_person(**(values | changes))


def guardian_of(person, serial=8, age=40):
    return read_guardian(
        name="样例乙", document_kind="resident_id", document=resident_number(serial, born(age)), relation="parent",
        person=person,
    )  # fmt: skip


def proven(mobile=MOBILE, purpose=ProofPurpose.JOIN):
    MobileProof.objects.update(created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))  # the limits do not count these
    proof = proofs.request_proof(mobile=mobile, purpose=purpose)
    return proofs.prove_mobile(proof=proof, code=code_of(proof.pk))


def register(home, *, mobile=MOBILE, purposes=ALL, **person):
    return register_person(proof=proven(mobile), person=said(home, **person), purposes=purposes)
