"""``make demo`` as a person runs it: a foreground command, Ctrl-C, what goes wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
from django.conf import settings

from config import demo as config_demo
from config import servers

ROOT = settings.BASE_DIR
READY = re.compile(r"The portal is ready: (\S+)")


@pytest.fixture
def environment(tmp_path):
    """A new var/ in a folder with spaces and Chinese characters, and embedded servers."""
    var = tmp_path / "一廊 四带"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_", "REDIS_"))
    }
    yield kept | {"PORTAL_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"}
    servers.remove(var)


def demo(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "config.demo", *arguments],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def refused(environment, *arguments):
    """The exit code and all that was said by a start that did not come about."""
    process = demo(environment, *arguments)
    said, _ = process.communicate(timeout=120)
    assert "Traceback" not in said
    return process.returncode, said


def read_until_ready(process):
    said = []
    for line in process.stdout:
        said.append(line)
        if READY.search(line):
            return "".join(said)
    raise AssertionError("".join(said))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def family(process):
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]


def what_is_left(processes):
    return psutil.wait_procs(processes, timeout=5)[1]


@pytest.mark.slow
def test_it_starts_serves_stops_and_starts_again(environment):
    port = free_port()
    process = demo(environment, "--port", port)
    said = read_until_ready(process)
    assert READY.search(said)[1] == f"http://localhost:{port}"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=20) as page:
        body = page.read().decode()
    style = re.search(r"/static/dist/portal\.[0-9a-f]{12}\.css", body)[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}", timeout=20) as asset:
        assert "immutable" in asset.headers["Cache-Control"]

    code, second = refused(environment, "--port", free_port())
    assert (code, f"(process {process.pid})" in second) == (1, True), second

    processes = family(process)
    names = " ".join(" ".join(one.cmdline()) for one in processes)
    for expected in (
        "granian",
        "celery --quiet -A config worker",
        "celery --quiet -A config beat",
        "redis-server",
        "postgres",
    ):
        assert expected in names
    for one in processes:
        for connection in one.net_connections(kind="inet"):
            assert connection.laddr.ip == "127.0.0.1"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert (process.returncode, "Stopped." in rest) == (0, True)
    assert "Traceback" not in said + rest
    assert what_is_left(processes) == []

    start = time.monotonic()
    process = demo(environment, "--port", port)
    read_until_ready(process)
    took = time.monotonic() - start
    processes = family(process)
    worker = next(one for one in processes if "worker" in one.cmdline())
    worker.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "The worker has ended (code -9); the portal is stopped." in rest
    assert what_is_left(processes) == []
    # Under ten seconds on a machine that does nothing else; here other tests run beside it.
    assert took < 40


@pytest.mark.slow
def test_sigterm_during_the_preparation_leaves_nothing(environment):
    process = demo(environment, "--port", free_port())
    for line in process.stdout:
        if line.startswith("Preparing"):
            break
    processes = family(process)
    assert len(processes) >= 3
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, "Stopped." in said, "Traceback" in said) == (0, True, False), said
    assert what_is_left(processes) == []


def test_a_stop_of_which_a_library_makes_an_error_is_a_stop(monkeypatch, capsys):
    def begin(port):
        try:
            signal.raise_signal(signal.SIGTERM)
        except config_demo.Stopped:
            raise SystemError("the initialization of a module failed") from None

    monkeypatch.setattr(config_demo, "_port", lambda: 8000)
    monkeypatch.setattr(config_demo, "_run", begin)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    before = [(number, signal.getsignal(number)) for number in config_demo.STOP_SIGNALS]
    try:
        assert config_demo.main() == 0
    finally:
        for number, handler in before:
            signal.signal(number, handler)
    assert capsys.readouterr().out == "Stopped.\n"


def test_a_port_in_use_is_a_sentence(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = refused(environment, "--port", str(port))
    assert (code, said) == (1, f"Port {port} is in use. Choose another: make demo PORT={port + 1}\n")


@pytest.mark.parametrize("port", ["0", "65536", "http", "８０００"])
def test_a_bad_port_is_a_sentence(environment, port):
    assert refused(environment, "--port", port) == (1, f"PORT must be a number from 1 to 65535; it is {port!r}.\n")


def test_a_full_disk_is_a_sentence(environment):
    code, said = refused(environment | {"PORTAL_LEAST_DISK_MEGABYTES": "999999999"}, "--port", free_port())
    assert code == 1
    assert re.fullmatch(
        r"Only \d+ MB are free on the disk of .+; 999999999 MB are needed\. Free some space first\.\n", said
    )


def test_a_bad_setting_is_a_sentence(environment):
    assert refused(environment | {"PORTAL_LOG_LEVEL": "loud"})[1].startswith("PORTAL_LOG_LEVEL must be one of")


@pytest.mark.parametrize(
    ("name", "address"), [("DATABASE_URL", "postgresql://x@127.0.0.1:1/x"), ("REDIS_URL", "redis://127.0.0.1:1/0")]
)
def test_a_server_that_does_not_answer_is_a_sentence(environment, name, address):
    code, said = refused(environment | {name: address}, "--port", free_port())
    assert code == 1
    assert re.search(r"The portal could not be started: .*127\.0\.0\.1", said)
    assert "refused" in said


def test_a_var_folder_that_cannot_be_written_is_a_sentence(environment, tmp_path):
    (tmp_path / "file").write_text("")
    code, said = refused(environment | {"PORTAL_VAR_DIR": str(tmp_path / "file" / "var")})
    assert code == 1
    assert "cannot be" in said
