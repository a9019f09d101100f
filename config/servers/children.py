"""Child processes that never outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """Something a person has to see to; its text is the sentence to show, without a traceback."""


def says_disk_full(text: str) -> bool:
    """Whether this is what the system, PostgreSQL or Redis say then."""
    return "No space left on device" in text or "wrote only" in text


def _bound_to_parent(death_signal: int) -> Callable[[], None] | None:
    """What a child runs before its program, so that the kernel sends it the signal when we die, even by SIGKILL."""
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def spawn(command: list[str], *, death_signal: int = signal.SIGTERM, **options) -> subprocess.Popen:
    """Start a child in a session of its own: Ctrl-C reaches only us, and we stop the children in their order."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_bound_to_parent(death_signal),  # noqa: PLW1509 (only one system call, prepared before the fork)
        **options,
    )


def stop(process: subprocess.Popen, *, by: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask the child to end; after ``seconds`` end it and whatever else is left in its session."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end_group(process.pid, signal.SIGQUIT)
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    _end_group(process.pid, signal.SIGKILL)


def _end_group(leader: int, by: int) -> None:
    try:
        os.killpg(leader, by)
    except (ProcessLookupError, PermissionError):  # PermissionError: macOS says so of a group of zombies
        return


def is_alive(pid: int) -> bool:
    """Not so of one that has ended and that its parent has not asked after (a zombie)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()
