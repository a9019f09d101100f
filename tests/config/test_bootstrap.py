"""The steps before the virtual environment exists, as ``make`` takes them."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from config import bootstrap

ROOT = settings.BASE_DIR
MAKE = shutil.which("make")


@pytest.fixture
def checkout(tmp_path):
    """As much of a checkout as the first steps need, in a folder with a space and Chinese characters."""
    folder = tmp_path / "一廊 四带"
    (folder / "config").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "config" / "bootstrap.py", folder / "config")
    return folder


def make(folder, *arguments, path=None):
    environment = os.environ | {"PATH": str(path)} if path else dict(os.environ)
    return subprocess.run([MAKE, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def program(path, lines):
    path.write_text("#!/bin/sh\n" + lines)
    path.chmod(0o755)


def test_make_alone_lists_the_commands(checkout):
    said = make(checkout).stdout
    for target in ("help", "demo", "test", "check", "bench", "reset"):
        assert f"make {target}\t" in said


@pytest.mark.parametrize("target", ["demo", "test", "check", "bench"])
def test_without_python_or_with_an_old_one_there_is_a_sentence(checkout, tmp_path, target):
    done = make(checkout, target, path=tmp_path / "empty")
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11 or newer is needed and was not found.")
    (tmp_path / "old").mkdir()
    program(tmp_path / "old" / "python3", "exit 1\n")  # what an old one answers to the question
    assert make(checkout, target, path=tmp_path / "old").stderr == done.stderr


def test_reset_needs_nothing(checkout, tmp_path):
    (checkout / "var").mkdir()
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "rm").symlink_to(shutil.which("rm"))
    assert make(checkout, "reset", path=tools).returncode == 0
    assert not (checkout / "var").exists()


@pytest.mark.slow
def test_a_failed_installation_is_a_sentence_and_is_tried_again(checkout):
    (checkout / "requirements.lock").write_text("django==5.2\n")  # without the hash that is insisted on
    for _again in range(2):
        done = make(checkout, "demo", f"PYTHON={sys.executable}")
        assert done.returncode != 0
        assert "The packages could not be installed: see the lines above." in done.stderr
        assert "Traceback" not in done.stderr
    assert (checkout / ".venv" / "bin" / "python").exists()


def test_an_unknown_target_is_a_sentence():
    done = subprocess.run(
        [sys.executable, ROOT / "config" / "bootstrap.py", "x"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "Say demo or dev.\n")


def test_a_full_disk_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "none")
    bootstrap.check_machine()
    monkeypatch.setattr(bootstrap, "FIRST_START_MEGABYTES", 10**9)
    with pytest.raises(bootstrap.BootstrapError, match=r"Only \d+ MB are free"):
        bootstrap.check_machine()


def test_a_step_is_done_again_when_a_file_has_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    lock = tmp_path / "a.lock"
    lock.write_text("one")
    mark = bootstrap.mark_of(lock)
    assert not bootstrap.is_done("a", mark)
    bootstrap.note_done("a", mark)
    assert bootstrap.is_done("a", bootstrap.mark_of(lock))
    lock.write_text("two")
    assert not bootstrap.is_done("a", bootstrap.mark_of(lock))


@pytest.mark.parametrize(("version", "major"), [("v20.1.0", 20), ("v8.0.0", 8), ("nonsense", 0)])
def test_the_version_of_node_is_asked(tmp_path, version, major):
    program(tmp_path / "node", f"echo {version}\n")
    assert bootstrap._major(tmp_path / "node") == major


def test_a_virtual_environment_whose_python_is_gone_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "python")
    assert not bootstrap._works()
    program(tmp_path / "python", "exit 1\n")
    assert not bootstrap._works()
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    assert bootstrap._works()
