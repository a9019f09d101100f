"""PostgreSQL and Redis in ``var/``, for as long as the command that needs them runs."""

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from config import embedded
from config.servers import reach
from config.servers.children import StartError, is_alive
from config.servers.postgres import LONGEST_SOCKET_PATH, Postgres
from config.servers.redis import Redis

__all__ = ["Postgres", "Redis", "StartError", "disk_trouble", "needed", "remove", "running", "sole_user"]

LOCK = "in-use"


def needed() -> tuple[bool, bool]:
    """Whether PostgreSQL and Redis have to be ours, because the environment names none."""
    return not os.environ.get("DATABASE_URL", "").strip(), not os.environ.get("REDIS_URL", "").strip()


@contextlib.contextmanager
def sole_user(var: Path) -> Iterator[None]:
    """Only one command at a time owns the servers of ``var/``; the kernel frees the lock however it ends."""
    with _in_words(f"{var} cannot be used"):
        var.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(var / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with _in_words(f"{var} cannot be used"):
            _lock(descriptor, var)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, var: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode() or "unknown"
        raise StartError(
            f"The servers in {var} are already in use (process {holder}). "
            "Stop that command first, with Ctrl-C in its window."
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())


@contextlib.contextmanager
def running(var: Path, *, fast: bool = False) -> Iterator[None]:
    """Start what is needed, stop it at the end. ``fast`` is for data that is thrown away."""
    with_postgres, with_redis = needed()
    with contextlib.ExitStack() as stack:
        if with_postgres or with_redis:
            with _in_words("The servers could not be started"):
                _make_socket_folder(var)
                for wanted, kind in ((with_redis, Redis), (with_postgres, Postgres)):
                    if wanted:
                        server = kind(var, fast=fast)
                        stack.callback(server.stop)
                        server.start()
        yield


def remove(var: Path) -> None:
    """Stop whatever still runs on ``var/`` and remove it, with what is kept elsewhere for it."""
    if not var.exists():
        return
    _end_user_of(var)
    with sole_user(var):
        for kind in (Redis, Postgres):
            kind(var).end_left_over()
        reach.forget_elsewhere(var)
        shutil.rmtree(embedded.socket_folder(var), ignore_errors=True)
        shutil.rmtree(var)


def _end_user_of(var: Path) -> None:
    holder = var / LOCK
    try:
        with sole_user(var):
            return
    except StartError:
        number = holder.read_text().strip()
    if number.isdigit() and _is_one_of_our_commands(int(number)):
        os.kill(int(number), signal.SIGTERM)
        for _ in range(600):
            if not is_alive(int(number)):
                return
            time.sleep(0.1)
    raise StartError(f"Process {number} still uses {var} and does not end. End it, then try again.")


def _is_one_of_our_commands(pid: int) -> bool:
    """Not ourselves, and no stranger that was given the number of an owner whose children still hold the lock."""
    if pid == os.getpid() or not is_alive(pid):
        return False
    try:
        return b"config" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()


def disk_trouble(folder: Path, least_megabytes: int) -> str:
    """A sentence when less than this is free where ``folder`` is (or will be), else nothing."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free >= least_megabytes:
        return ""
    return f"Only {free} MB are free on the disk of {folder}; {least_megabytes} MB are needed. Free some space first."


def _make_socket_folder(var: Path) -> None:
    """Ours alone, mode 0700: whoever reaches the socket may do anything in the database."""
    folder = embedded.socket_folder(var)
    longest = folder / f".s.PGSQL.{embedded.PORT}.lock"
    if len(os.fsencode(longest)) > LONGEST_SOCKET_PATH:
        raise StartError(
            f"The path of the temporary folder is too long for a socket: {folder}. Set TMPDIR to a short one."
        )
    account = reach.runner()
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        account.own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != (os.geteuid() if account.uid is None else account.uid):
        raise StartError(f"{folder} belongs to another user. Start as the user who started first, or remove it.")
    folder.chmod(0o700)


@contextlib.contextmanager
def _in_words(sentence: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StartError(f"{sentence}: the disk is full. Free some space, then start again.") from error
        raise StartError(f"{sentence}: {error.strerror} ({error.filename or 'no file named'}).") from error
