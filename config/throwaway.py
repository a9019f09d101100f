"""Run a Python module on servers of its own, whose data is thrown away afterwards.

``python -m config.throwaway test -m pytest …`` in ``var/test``, too fast to survive a crash;
``python -m config.throwaway bench -m benchmarks …`` in ``var/bench``, as safe and slow as in production.
DATABASE_URL and REDIS_URL name other servers instead.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from config import servers

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("test", "bench")


class Stopped(BaseException):
    """SIGTERM or a closed window."""


def _stop(*_):
    raise Stopped


def main(words: list[str]) -> int:
    if len(words) < 2 or words[0] not in NAMES:
        sys.stderr.write(f"usage: python -m config.throwaway {'|'.join(NAMES)} -m module [arguments]\n")
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    var = ROOT / "var" / words[0]
    os.environ.update(PORTAL_MODE="test", PORTAL_VAR_DIR=str(var), DJANGO_SETTINGS_MODULE="config.settings")
    try:
        with servers.sole_user(var):
            return _run(var, [sys.executable, *words[1:]], fast=words[0] == "test")
    except servers.StartError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except (KeyboardInterrupt, Stopped):
        return 130


def _run(var: Path, command: list[str], *, fast: bool) -> int:
    _throw_away(var)
    try:
        with servers.running(var, fast=fast):
            return subprocess.run(command, cwd=ROOT, check=False).returncode
    finally:
        _throw_away(var)


def _throw_away(var: Path) -> None:
    """Everything but the lock we hold."""
    servers.reach.forget_elsewhere(var)
    for path in var.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != servers.LOCK:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
