"""The vault: what it seals opens again and nothing else does; what it hashes can be found and not guessed."""

import ast
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as some

from volunteers import vault

SAMPLE = "11010519491231002X"
OLD, NEW = ("old", "d41f7ac93be2065881a7f4c63d9e0b52"), ("2027", "0c8e25b1f6739ad44fe018b26a5d97c3")
INDEX = "5f0b93d17ac2e84660d9b73e1f58ca2497e3106bd5482fac7b19e06d3ca85f12"
OTHER_INDEX = "7c40e8192fbd63a58e0417d6b92ca35f1d86f0e4a7395b2cc81e64f09d37ab52"

# Modules of volunteers that may open a sealed value, and for what.
WHO_UNSEALS: dict[str, str] = {
    "services.revealing": "shows one value to one person, and writes it down",
    "services.turning": "seals anew under the current key",
    "queries.own_copy": "gives a person the copy of their own data",
    "queries.correcting": "shows what is asked to who decides, masked",
    "services.correcting": "judges what stands together with what is asked",
    "services.own_numbers": "shows a person their own numbers after a code",
    "services.claims": "looks for the registrations with the same document",
    "services.joining": "gives a draft back to the browser that typed it",
    "services.proofs": "writes to a mobile again",
    "services.registering": "takes over the mobile that was proven",
    "services.signing_in": "finds whose a proven mobile is",
    "services.sms": "sends to a mobile",
}


@pytest.fixture
def keys(settings):
    def set_to(*ring, index=INDEX, old_index=""):
        settings.VAULT_KEYS, settings.VAULT_INDEX_KEY, settings.VAULT_INDEX_KEY_OLD = ring, index, old_index

    set_to(OLD)
    return set_to


@given(some.sampled_from(vault.WHAT), some.text(max_size=40))
def test_what_is_sealed_opens(what, text):
    sealed = vault.seal(what, text)
    assert vault.unseal(what, sealed) == vault.unseal(what, memoryview(sealed)) == text
    assert vault.seal(what, text) != sealed
    if len(text.encode()) >= 4:  # fewer bytes may be there by chance
        assert text.encode() not in sealed


def test_a_sealed_value_is_as_the_format_says(keys):
    sealed = vault.seal("document", SAMPLE)
    assert sealed[:9] == b"\x01old\0\0\0\0\0" == vault.current_header()
    assert len(sealed) == 1 + 8 + 12 + 16 + 18
    opened = Cipher(algorithms.SM4(bytes.fromhex(OLD[1])), modes.GCM(sealed[9:21], sealed[21:37])).decryptor()
    opened.authenticate_additional_data(sealed[:9] + b"document")
    assert opened.update(sealed[37:]) + opened.finalize() == SAMPLE.encode()


@given(some.integers(0, 54), some.integers(1, 255))
def test_one_changed_byte_is_noticed(place, change):
    sealed = bytearray(vault.seal("document", SAMPLE))
    sealed[place] ^= change
    with pytest.raises(vault.VaultError):
        vault.unseal("document", bytes(sealed))


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01kept", bytes(55), SAMPLE.encode() * 3])
def test_what_was_never_sealed_does_not_open(broken):
    with pytest.raises(vault.VaultError):
        vault.unseal("document", broken)
    with pytest.raises(vault.VaultError):
        vault.unseal("document", vault.seal("document", SAMPLE)[:30])


def test_a_value_does_not_open_as_something_else():
    with pytest.raises(vault.VaultError, match="sealed as something else") as fault:
        vault.unseal("mobile", vault.seal("document", SAMPLE))
    assert SAMPLE not in str(fault.value)
    with pytest.raises(KeyError):
        vault.seal("name", "张伟")


def test_keys_turn_over(keys):
    before = vault.seal("mobile", "13812345678")
    keys(NEW, OLD)
    after = vault.seal("mobile", "13812345678")
    assert vault.unseal("mobile", before) == vault.unseal("mobile", after) == "13812345678"
    assert (vault.key_id_of(before), vault.key_id_of(after)) == ("old", "2027")
    assert (vault.is_current(before), vault.is_current(memoryview(after))) == (False, True)
    assert vault.known_headers() == [after[:9], before[:9]]
    keys(NEW)
    assert vault.unseal("mobile", after) == "13812345678"
    with pytest.raises(vault.VaultError, match="'old' of a sealed value is not among"):
        vault.unseal("mobile", before)


def test_another_key_under_the_same_id_does_not_open(keys):
    before = vault.seal("document", SAMPLE)
    keys((OLD[0], NEW[1]))
    with pytest.raises(vault.VaultError):
        vault.unseal("document", before)


@given(some.sampled_from(vault.WHAT), some.text(max_size=40))
def test_the_index_is_a_mark_of_the_key_and_hmac_sm3(what, text):
    key = bytes.fromhex(settings.VAULT_INDEX_KEY)
    assert vault.blind_index(what, text)[1:] == hmac.digest(key, f"{what}\n{text}".encode(), "sm3")[:31]
    assert vault.blind_index(what, text)[:1] == vault.index_mark()
    assert vault.tail_index(text)[:1] == vault.index_mark()


def test_indexes_differ_by_what_they_are_of_and_by_key(keys):
    here = {vault.blind_index("document", "13812345678"), vault.blind_index("mobile", "13812345678")}
    keys(OLD, index=OTHER_INDEX)
    there = {vault.blind_index("document", "13812345678"), vault.blind_index("mobile", "13812345678")}
    assert len(here | there) == 4


def test_a_tail_is_that_of_the_last_four_digits(keys):
    assert len(vault.tail_index("13812345678")) == 8
    assert vault.tail_index("13812345678") == vault.tail_index("15900005678") == vault.tail_index("5678")
    assert vault.tail_index("13812345678") != vault.tail_index("13812345679")


def test_look_ups_ask_for_both_while_the_index_key_turns(keys):
    before, tail = vault.blind_index("document", SAMPLE), vault.tail_index("5678")
    assert vault.blind_indexes("document", SAMPLE) == [before]
    keys(OLD, index=OTHER_INDEX, old_index=INDEX)
    assert vault.blind_indexes("document", SAMPLE) == [vault.blind_index("document", SAMPLE), before]
    assert vault.tail_indexes("5678") == [vault.tail_index("5678"), tail]
    assert vault.blind_index("document", SAMPLE) != before


def test_an_old_index_key_that_cannot_be_told_from_the_new_one_is_refused(keys):
    keys(OLD, index=OTHER_INDEX, old_index=INDEX)
    vault.check_keys()
    keys(OLD, index=INDEX, old_index=INDEX)
    with pytest.raises(ImproperlyConfigured, match="Make another"):
        vault.check_keys()


def test_masks():
    assert vault.mask_document("500101199003070001") == "5001**********0001"
    assert vault.mask_document("USA500090030700") == "USA5*******0700"
    assert vault.mask_document("E12345678") == "E*******8"
    assert vault.mask_mobile("13812341234") == "138****1234"
    assert [vault.mask_name(name) for name in ("张伟", "张三丰", "欧阳娜娜", "John Smith", "李")] == [
        "张*", "张**", "欧***", "J***", "李",
    ]  # fmt: skip
    assert vault.masked_document(vault.seal("document", SAMPLE)) == "1101**********002X"
    assert vault.masked_mobile(vault.seal("mobile", "13812341234")) == "138****1234"
    assert vault.masked_mobile(vault.seal("document", SAMPLE)) == "****"


def opens(path):
    """Whether a module uses ``vault.unseal``, or takes the name out of the vault."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith("vault.unseal"):
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "volunteers.vault":
            return any(name.name in {"unseal", "*"} for name in node.names)
    return False


def test_only_named_modules_open_sealed_values():
    root = Path(settings.BASE_DIR)
    opening = [path for app in settings.APPS for path in (root / app).rglob("*.py") if opens(path)]
    modules = {".".join(path.relative_to(root).with_suffix("").parts) for path in opening}
    assert modules == {f"volunteers.{name}" for name in WHO_UNSEALS}
