"""Codes: how often they are sent, how long and how often they may be tried."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import addresses
from tests.volunteers.factories import mobile_number
from volunteers.models import MobileProof, SmsMessage
from volunteers.services.codes import code_of
from volunteers.services.proofs import prove_mobile, request_again, request_proof

pytestmark = pytest.mark.django_db

MOBILE = mobile_number(1)


def later(**span):
    """As if all proofs were so much older."""
    for proof in MobileProof.objects.all():
        MobileProof.objects.filter(pk=proof.pk).update(created_at=proof.created_at - dt.timedelta(**span))


def ask(mobile=MOBILE):
    return request_proof(mobile=mobile, purpose="join")


def refusal(call, **words):
    with pytest.raises(ValidationError) as refused:
        call(**words)
    return refused.value.code


class TestLimits:
    def test_one_a_minute_five_an_hour_ten_a_day_for_a_mobile(self):
        ask()
        assert refusal(ask) == "too_many_codes"
        for _time in range(4):
            later(minutes=2)
            ask()
        later(minutes=2)
        assert refusal(ask) == "too_many_codes"
        for _time in range(5):
            later(hours=1)
            ask()
        later(hours=1)
        assert refusal(ask) == "too_many_codes"
        later(days=1)
        ask()

    def test_another_spelling_is_the_same_mobile(self):
        ask()
        assert refusal(ask, mobile=f"+86 {MOBILE[:3]}-{MOBILE[3:]}") == "too_many_codes"

    def test_so_many_from_one_address(self, settings):
        settings.SMS_PER_ADDRESS = 3
        token = addresses.current.set("203.0.113.9")
        for number in range(3):
            ask(mobile_number(number))
        assert refusal(ask, mobile=mobile_number(9)) == "too_many_codes"
        addresses.current.set("203.0.113.10")
        ask(mobile_number(9))
        addresses.current.reset(token)

    def test_a_refused_one_sends_nothing(self):
        ask()
        refusal(ask)
        assert SmsMessage.objects.count() == 1

    def test_no_row_holds_a_mobile_or_an_address_in_clear(self):
        token = addresses.current.set("203.0.113.9")
        proof = ask()
        addresses.current.reset(token)
        for kept in (proof.mobile, proof.mobile_index, proof.address):
            assert MOBILE.encode() not in bytes(kept)
            assert b"203.0.113.9" not in bytes(kept)

    def test_no_mobile_no_code(self):
        assert refusal(ask, mobile="12345") == "mobile_wrong"


class TestProving:
    def test_the_right_code_in_any_spelling(self):
        proof = ask()
        code = code_of(proof.pk)
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
        assert prove_mobile(proof=proof, code=f" {wide[:3]} {wide[3:]} ").proven_at is not None
        assert (len(code), code.isdecimal()) == (6, True)

    def test_five_tries(self):
        proof = ask()
        wrong = str((int(code_of(proof.pk)) + 1) % 10**6).zfill(6)
        assert [refusal(prove_mobile, proof=proof, code=wrong) for _try in range(6)] == ["code_wrong"] * 5 + [
            "code_expired"
        ]
        assert refusal(prove_mobile, proof=proof, code=code_of(proof.pk)) == "code_expired"

    def test_ten_minutes(self):
        proof = ask()
        later(minutes=11)
        assert refusal(prove_mobile, proof=proof, code=code_of(proof.pk)) == "code_expired"

    def test_proven_it_stays_so_for_who_sends_the_code_again(self):
        proof = ask()
        first = prove_mobile(proof=proof, code=code_of(proof.pk)).proven_at
        later(minutes=30)
        assert prove_mobile(proof=proof, code=code_of(proof.pk)).proven_at == first
        assert refusal(prove_mobile, proof=proof, code="") == "code_expired"

    def test_another_code_goes_to_the_same_mobile(self):
        proof = ask()
        later(minutes=2)
        again = request_again(proof=proof)
        assert bytes(again.mobile_index) == bytes(proof.mobile_index)
        assert again.created_at > timezone.now() - dt.timedelta(minutes=1)
        assert again.pk != proof.pk
