"""Many at once, on real connections: every number is one person's, and one person is registered once."""

import threading
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests import factories
from tests.volunteers.factories import mobile_number
from tests.volunteers.joining import ALL, proven, said, texts
from volunteers.models import Identity, MobileProof, SmsMessage, Volunteer
from volunteers.numbers import read_number
from volunteers.services.codes import code_of
from volunteers.services.proofs import prove_mobile, request_proof
from volunteers.services.registering import register_person

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT_ONCE, ROUNDS = 40, 5  # 200 numbers


@pytest.fixture
def home(transactional_db):
    texts()
    return factories.CountyFactory(code="500153", name="荣昌区")


def at_once(calls):
    """Each call in a thread of its own; what came of each: the value, or the code of its refusal."""
    begin, found = threading.Barrier(len(calls)), []

    def run(call):
        try:
            begin.wait()
            found.append(call())
        except ValidationError as error:
            found.append(error.code)
        except Exception as error:
            found.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def joins(proof, person):
    return lambda: register_person(proof=proof, person=person, purposes=ALL).volunteer_no


def test_two_hundred_register_and_each_has_a_number_of_their_own(home):
    numbers = []
    for first in range(0, AT_ONCE * ROUNDS, AT_ONCE):
        serials = range(first, first + AT_ONCE)
        proofs = [proven(mobile_number(serial)) for serial in serials]
        people = [said(home, serial=serial) for serial in serials]
        numbers += at_once([joins(proof, person) for proof, person in zip(proofs, people, strict=True)])
    assert [read_number(number) for number in numbers] == numbers
    assert len(set(numbers)) == Volunteer.objects.count() == AT_ONCE * ROUNDS


def test_one_person_who_registers_many_times_at_once_is_one(home):
    proofs, person = [proven() for _time in range(20)], said(home)
    numbers = at_once([joins(proof, person) for proof in proofs])
    assert len(set(numbers)) == 1
    assert Volunteer.objects.count() == 1


def test_one_form_sent_many_times_at_once_is_one(home):
    proof, person = proven(), said(home)
    numbers = at_once([joins(proof, person) for _time in range(20)])
    assert len(set(numbers)) == 1
    assert (Volunteer.objects.count(), SmsMessage.objects.filter(kind="welcome").count()) == (1, 1)


def test_one_document_from_many_mobiles_is_one_person_and_the_rest_wait(home):
    proofs = [proven(mobile_number(serial)) for serial in range(10)]
    person = said(home)
    numbers = at_once([joins(proof, person) for proof in proofs])
    assert len(set(numbers)) == 10
    assert Counter(Volunteer.objects.values_list("state", flat=True)) == {"active": 1, "claimed": 9}
    assert Identity.objects.filter(claimed=False).count() == 1


def test_a_code_is_tried_five_times_however_many_try_at_once(home):
    proof = request_proof(mobile=mobile_number(1), purpose="join")
    wrong = str((int(code_of(proof.pk)) + 1) % 10**6).zfill(6)
    codes = at_once([lambda: prove_mobile(proof=proof, code=wrong)] * 20)
    assert Counter(codes) == {"code_wrong": 5, "code_expired": 15}


def test_a_mobile_gets_one_code_however_many_ask_at_once(home):
    found = at_once([lambda: request_proof(mobile=mobile_number(1), purpose="join").purpose] * 20)
    assert Counter(found) == {"join": 1, "too_many_codes": 19}
    assert MobileProof.objects.count() == 1
