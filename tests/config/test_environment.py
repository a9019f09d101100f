"""A setting that cannot be used stops the start with a sentence, whatever is started."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_ADDRESS": "https://portal.example.org",
    "PORTAL_SECRET_KEY": "k" * 40,
    "PORTAL_READER_KEY": "r" * 40,
    "PORTAL_VAULT_KEYS": "2026:9c1e5a7730d84bf2a6e10b5dc8f3472e",
    "PORTAL_VAULT_INDEX_KEY": "5f0b93d17ac2e84660d9b73e1f58ca2497e3106bd5482fac7b19e06d3ca85f12",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "REDIS_URL": "redis://localhost/0",
}

GOOD_KEY = "d41f7ac93be2065881a7f4c63d9e0b52"
BAD_VAULT_KEYS = [
    (GOOD_KEY, "must look like id:hex,id:hex"),
    (f"Key 1:{GOOD_KEY}", "must look like id:hex,id:hex"),
    (f"far-too-long:{GOOD_KEY}", "must look like id:hex,id:hex"),
    ("a:", "keys of 32 hexadecimal digits"),
    (f"a:{GOOD_KEY[:-1]}", "keys of 32 hexadecimal digits"),
    (f"a:{GOOD_KEY}{GOOD_KEY}", "keys of 32 hexadecimal digits"),
    (f"a:{GOOD_KEY[:-1]}g", "keys of 32 hexadecimal digits"),
    ("a:" + "0" * 32, "not random"),
    ("a:" + "f" * 32, "not random"),
    ("a:000102030405060708090a0b0c0d0e0f", "not random"),
    ("a:0f0e0d0c0b0a09080706050403020100", "not random"),
    ("a:00112233445566778899aabbccddeeff", "not random"),
    ("a:0123456789abcdef0123456789abcdef", "not random"),
    ("a:0123456789ABCDEFFEDCBA9876543210", "not random"),  # the sample of the standard of SM4
    (f"a:{GOOD_KEY},b:{'0' * 32}", "not random"),
    (f"a:{GOOD_KEY},a:{GOOD_KEY[::-1]}", "must not name an id or a key twice"),
    (f"a:{GOOD_KEY},b:{GOOD_KEY.upper()}", "must not name an id or a key twice"),
]
INDEX_KEYS = ("PORTAL_VAULT_INDEX_KEY", "PORTAL_VAULT_INDEX_KEY_OLD")
BAD_INDEX_KEYS = [
    (GOOD_KEY, "keys of 64 hexadecimal digits"),
    ("k" * 64, "keys of 64 hexadecimal digits"),
    ("a" * 64, "not random"),
    (GOOD_KEY * 2, "not random"),
]

# variable, value, what the sentence says
BAD = [
    ("PORTAL_MODE", "live", "must be one of demo, production, test; it is 'live'"),
    ("PORTAL_ADDRESS", "portal.example.org", "must look like https://"),
    ("PORTAL_ADDRESS", "https://portal.example.org/path", "without a path"),
    ("PORTAL_SECRET_KEY", "short", "at least 32 random characters"),
    ("PORTAL_READER_KEY", "short", "at least 32 random characters"),
    *(("PORTAL_VAULT_KEYS", value, words) for value, words in BAD_VAULT_KEYS),
    *((name, value, words) for name in INDEX_KEYS for value, words in BAD_INDEX_KEYS),
    ("PORTAL_REVEALS_AN_HOUR", "0", "from 1 to 1000"),
    ("PORTAL_LIBRARY_MONTHS", "1", "from 2 to 600"),
    ("DATABASE_URL", "mysql://localhost/portal", "must look like postgresql://"),
    ("DATABASE_URL", "postgresql://localhost:port/portal", "a port that is not a number"),
    ("DATABASE_URL", "postgresql://localhost", "must look like postgresql://"),
    ("REDIS_URL", "localhost:6379", "must look like redis://"),
    ("PORTAL_DATABASE_CONNECTION_SECONDS", "3601", "from 0 to 3600; it is '3601'"),
    ("PORTAL_DEBUG", "perhaps", "must be one of 1, 0, true"),
    ("PORTAL_DEBUG", "on", "must not be on when PORTAL_MODE is production"),
    ("PORTAL_SECOND_FACTOR", "maybe", "must be one of 1, 0, true"),
    ("PORTAL_IDLE_SECONDS", "60", "from 120 to 86400"),
    ("PORTAL_AUDIT_DAYS", "182", "from 183 to"),
    ("PORTAL_TRUSTED_PROXIES", "-1", "from 0 to 10"),
    ("PORTAL_REDIRECT_TO_HTTPS", "2", "must be one of 1, 0, true"),
    ("PORTAL_LARGEST_REQUEST_MEGABYTES", "0", "from 1 to 2000"),
    ("PORTAL_LEAST_DISK_MEGABYTES", "many", "must be a whole number"),
    ("PORTAL_S3_BUCKET", "photos", "PORTAL_S3_KEY and PORTAL_S3_SECRET must be set"),
    ("PORTAL_MAIL_PORT", "70000", "from 1 to 65535"),
    ("PORTAL_MAIL_SECURITY", "ssl", "must be one of starttls, tls, none"),
    ("PORTAL_LOG_LEVEL", "LOUD", "must be one of DEBUG"),
    ("PORTAL_LOG_FORMAT", "xml", "must be one of json, lines"),
    ("PORTAL_ACCESS_LOG", "x", "must be one of 1, 0, true"),
    ("PORTAL_PORT", "８０００", "from 1 to 65535"),
    ("PORTAL_WEB_PROCESSES", "0", "from 1 to 64"),
    ("PORTAL_WEB_THREADS", "1.5", "from 1 to 256"),
    ("PORTAL_WORKER_PROCESSES", "65", "from 1 to 64"),
]

# Settings are read anew in each of these, in one process.
READ_SETTINGS = """
import importlib, json, os, sys
from django.core.exceptions import ImproperlyConfigured
import config.settings
for change in json.load(sys.stdin):
    kept = dict(os.environ)
    os.environ.update({name: value for name, value in change.items() if value is not None})
    for name in [name for name, value in change.items() if value is None]:
        del os.environ[name]
    try:
        importlib.reload(config.settings)
        print("accepted")
    except ImproperlyConfigured as refusal:
        print(refusal)
    os.environ.clear()
    os.environ.update(kept)
"""


def production(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | PRODUCTION | {"PORTAL_VAR_DIR": str(tmp_path)}


def answers(tmp_path, changes):
    import json

    done = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS],
        input=json.dumps(changes), capture_output=True, text=True, check=True, env=production(tmp_path),
    )  # fmt: skip
    return done.stdout.splitlines()


def test_every_bad_value_is_refused_in_a_sentence_that_names_its_variable(tmp_path):
    said = answers(tmp_path, [{}, *({name: value} for name, value, _words in BAD)])
    assert said[0] == "accepted"
    wrong = [
        (name, value, answer)
        for (name, value, words), answer in zip(BAD, said[1:], strict=True)
        if words not in answer or not answer.startswith(name.split("_BUCKET")[0])
    ]
    assert not wrong


NEEDED = [
    "PORTAL_ADDRESS",
    "PORTAL_SECRET_KEY",
    "PORTAL_READER_KEY",
    "PORTAL_VAULT_KEYS",
    "PORTAL_VAULT_INDEX_KEY",
    "DATABASE_URL",
    "REDIS_URL",
]


@pytest.mark.parametrize("name", NEEDED)
def test_production_insists(tmp_path, name):
    (answer,) = answers(tmp_path, [{name: None}])
    assert answer.startswith(name)


def test_no_refusal_of_a_key_repeats_it(tmp_path):
    said = answers(tmp_path, [{"PORTAL_VAULT_KEYS": value} for value, _words in BAD_VAULT_KEYS])
    assert not [answer for answer in said if re.search("[0-9a-f]{16}", answer, re.IGNORECASE)]


def test_a_turn_of_keys_is_accepted(tmp_path):
    two = {"PORTAL_VAULT_KEYS": f"new:{GOOD_KEY},2026:{GOOD_KEY[::-1]}"}
    assert answers(tmp_path, [two]) == ["accepted"]


def test_the_demo_keeps_keys_of_its_own(tmp_path):
    from config import embedded

    key = embedded.kept_key(tmp_path, "vault-key", 16)
    assert re.fullmatch("[0-9a-f]{32}", key)
    assert embedded.kept_key(tmp_path, "vault-key", 16) == key
    assert (tmp_path / "vault-key").stat().st_mode & 0o077 == 0


def test_a_bad_value_stops_the_processes_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "config.processes", "web"],
        capture_output=True, text=True, check=False, env=production(tmp_path) | {"PORTAL_PORT": "0"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "PORTAL_PORT must be a whole number from 1 to 65535; it is '0'.\n"


def test_an_unknown_process_is_refused():
    done = subprocess.run(
        [sys.executable, "-m", "config.processes", "wep"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Say one of: web, worker, beat")


def test_addresses_of_databases(monkeypatch):
    monkeypatch.setenv("X", "postgresql://名:p%40ss@db.example:5433/por%20tal")
    assert environment.database("X") == {
        "NAME": "por tal", "USER": "名", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433",
    }  # fmt: skip
    monkeypatch.setenv("X", "postgresql://portal@/portal?host=/tmp/folder")
    assert environment.database("X")["HOST"] == "/tmp/folder"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://host:6379/3", "redis://host:6379/3"),
        ("unix:///tmp/a/redis.sock?db=7", "redis+socket:///tmp/a/redis.sock?virtual_host=7"),
        ("unix:///tmp/a/redis.sock", "redis+socket:///tmp/a/redis.sock?virtual_host=0"),
    ],
)
def test_celery_gets_its_own_spelling_of_a_socket(url, expected):
    assert environment.broker_url(url) == expected


def test_files_go_to_a_bucket_when_one_is_named(monkeypatch):
    assert "FileSystem" in environment.file_storage()["BACKEND"]
    for name in ("BUCKET", "KEY", "SECRET"):
        monkeypatch.setenv(f"PORTAL_S3_{name}", name.lower())
    assert environment.file_storage()["OPTIONS"]["bucket_name"] == "bucket"


def test_a_secret_that_cannot_be_kept_is_a_sentence(tmp_path):
    from config import embedded

    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(ImproperlyConfigured, match="cannot be read or written"):
        embedded.kept_secret(tmp_path / "var", "secret")
